//! Devices that go.

use serde::Deserialize;

use super::{Progress, Wait, unsuccessful};
use crate::error::Error;
use crate::events::{EventFilter, RawEvent};

/// A device to be removed; from [`device_removed`].
#[derive(Clone, Debug)]
pub struct DeviceRemoved {
    device: String,
}

/// Waits until a device is gone (`DEVICE_DELETED`), after `device_del` for
/// instance. It is named by its id, or by its path in the QOM tree as
/// `device_del` takes it. Whether it has gone already cannot be asked: QEMU
/// takes it out of the tree before it is gone.
///
/// It ends with [`Error::Unsuccessful`] if the guest refuses to let it go
/// (`DEVICE_UNPLUG_GUEST_ERROR`). Most guests are silent instead, and a guest
/// that runs no ACPI never lets go of a PCI device.
pub fn device_removed(device: impl Into<String>) -> DeviceRemoved {
    DeviceRemoved {
        device: device.into(),
    }
}

#[derive(Deserialize)]
struct Device {
    device: Option<String>,
    path: Option<String>,
}

impl Wait for DeviceRemoved {
    type Outcome = ();

    fn filter(&self) -> EventFilter {
        EventFilter::named([
            "DEVICE_DELETED",
            "DEVICE_UNPLUG_GUEST_ERROR",
            // What it was called for memory before QEMU 6.2.
            "MEM_UNPLUG_ERROR",
        ])
    }

    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<()>, Error> {
        let Device { device, path } = event.data()?;
        let is = |name: Option<String>| name.as_ref() == Some(&self.device);
        if !is(device) && !is(path) {
            return Ok(Progress::Waiting);
        }
        if event.name() != "DEVICE_DELETED" {
            let what = format!("the removal of `{}`", self.device);
            return unsuccessful(what, "the guest refuses");
        }
        Ok(Progress::Done(()))
    }
}
