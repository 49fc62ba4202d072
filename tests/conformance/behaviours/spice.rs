//! SPICE.

use qapi_client::Event;
use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{ClientMigrateInfo, Migrate, QuerySpice};
use qapi_types::qmp::events::{
    SpiceConnected, SpiceDisconnected, SpiceInitialized, SpiceMigrateCompleted,
};
use qapi_types::qmp::types::SpiceQueryMouseMode;

use super::kit::spice::{self, Spice};

/// A QEMU with a server, and a socket of it.
fn served(vm: &mut Vm<'_>, part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>) -> Result<(), Stop> {
    if !spice::is_there(vm)? {
        return Err(Stop::skip("this QEMU's SPICE module is not installed"));
    }
    let server = "unix=on,addr=@DIR@/spice,disable-ticketing=on";
    vm.beside(&["-spice", server], |_, vm| part(vm))
}

/// A client of it.
fn client(vm: &Vm<'_>) -> Result<Spice, Stop> {
    let client = Spice::open(&vm.folder().join("spice"), "")?;
    client.ok_or_else(|| "the server lets nobody in".into())
}

#[behaviour("query-spice")]
pub(crate) fn a_server_tells_its_channels(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QuerySpice::new())?;
    so("there is no server", !told.enabled)?;
    equal("its mouse", told.mouse_mode, SpiceQueryMouseMode::Client)?;
    if !spice::is_there(vm)? {
        return Ok(());
    }
    served(vm, |vm| {
        let told = vm.execute(&QuerySpice::new())?;
        so("there is a server", told.enabled)?;
        equal("where", told.host, Some(vm.path("spice")))?;
        equal("who may connect", told.auth.as_deref(), Some("none"))?;
        equal("its channels", told.channels.map(|all| all.len()), Some(0))?;
        let _client = client(vm)?;
        let told = vm.execute(&QuerySpice::new())?.channels.unwrap_or_default();
        let told: Vec<_> = told
            .iter()
            .map(|told| (told.channel_type, told.channel_id))
            .collect();
        equal("its channels", told, [(1, 0)])
    })
}

/// That an event comes of what is done to a server.
fn raised<E: Event + Send>(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    served(vm, |vm| {
        let mut events = vm.subscribe_to::<E>();
        part(vm)?;
        vm.next_of(&mut events)?;
        Ok(())
    })
}

#[raises("SPICE_CONNECTED", data = r#"{"client": {"family": "unix"}}"#)]
pub(crate) fn spice_connected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    raised::<SpiceConnected>(vm, |vm| client(vm).map(drop))
}

#[raises(
    "SPICE_INITIALIZED",
    data = r#"{"server": {"auth": "none"}, "client": {"channel-type": 1, "channel-id": 0, "tls": false}}"#
)]
pub(crate) fn spice_initialized(vm: &mut Vm<'_>) -> Result<(), Stop> {
    raised::<SpiceInitialized>(vm, |vm| client(vm).map(drop))
}

#[raises("SPICE_DISCONNECTED", data = r#"{"client": {"family": "unix"}}"#)]
pub(crate) fn spice_disconnected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    raised::<SpiceDisconnected>(vm, |vm| client(vm).map(drop))
}

#[raises("SPICE_MIGRATE_COMPLETED")]
pub(crate) fn spice_migrate_completed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    raised::<SpiceMigrateCompleted>(vm, |vm| {
        // Clients are told of another server, and there are none.
        vm.execute(&ClientMigrateInfo::new("spice", "localhost").port(1))?;
        Ok(vm
            .execute(&Migrate::new().uri("exec:cat >/dev/null"))
            .map(drop)?)
    })
}
