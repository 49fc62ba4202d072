//! SPICE.

use std::path::PathBuf;

use qapi_client::Event;
use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    ClientMigrateInfo, ExpirePassword, Migrate, QuerySpice, SetPassword,
};
use qapi_types::qmp::events::{
    SpiceConnected, SpiceDisconnected, SpiceInitialized, SpiceMigrateCompleted,
};
use qapi_types::qmp::types::{
    ExpirePasswordOptions, SetPasswordAction, SetPasswordOptions, SpiceQueryMouseMode,
};

use super::kit::spice::{self, Spice};

/// A QEMU with a server, and a socket of it.
fn served(vm: &mut Vm<'_>, part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>) -> Result<(), Stop> {
    if !spice::is_there(vm)? {
        return Err(Stop::skip("this QEMU's SPICE module is not installed"));
    }
    let server = "unix=on,addr=@DIR@/spice,disable-ticketing=on";
    vm.beside(&["-spice", server], |_, vm| part(vm))
}

fn socket(vm: &Vm<'_>) -> PathBuf {
    vm.folder().join("spice")
}

/// A client of it.
fn client(vm: &Vm<'_>) -> Result<Spice, Stop> {
    let client = Spice::open(&socket(vm), "")?;
    client.ok_or_else(|| "the server lets nobody in".into())
}

/// Whether a password opens the main channel.
fn opens(vm: &Vm<'_>, password: &str) -> Result<bool, Stop> {
    Ok(Spice::open(&socket(vm), password)?.is_some())
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

/// A part of the behaviour of `set_password`, where there is SPICE.
pub(crate) fn a_password_opens_a_channel(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_password(vm, |vm| {
        so("it opens", opens(vm, "sesame")?)?;
        so("another does not", !opens(vm, "sesamE")?)?;
        // Who is there when it changes may be thrown out.
        let mut client = Spice::open(&socket(vm), "sesame")?.ok_or("it does not open")?;
        let password = SetPasswordOptions::spice("barley");
        let password = password.connected(SetPasswordAction::Disconnect);
        vm.execute(&SetPassword::new(password))?;
        client.ends()?;
        so("the new one opens", opens(vm, "barley")?)?;
        so("the old one does not", !opens(vm, "sesame")?)
    })
}

/// The same of `expire_password`.
pub(crate) fn a_password_has_its_time(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_password(vm, |vm| {
        for (time, valid) in [("now", false), ("never", true)] {
            vm.execute(&ExpirePassword::new(ExpirePasswordOptions::spice(time)))?;
            equal("whether it opens", opens(vm, "sesame")?, valid)?;
        }
        Ok(())
    })
}

/// A server whose password is `sesame`; nothing where there is no SPICE.
fn with_password(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if !spice::is_there(vm)? {
        return Ok(());
    }
    vm.beside(&["-spice", "unix=on,addr=@DIR@/spice"], |_, vm| {
        let password = SetPasswordOptions::spice("sesame");
        vm.execute(&SetPassword::new(password))?;
        part(vm)
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

/// A migration of which the clients of a server are told, had it any.
fn migrate(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.execute(&ClientMigrateInfo::new("spice", "localhost").port(1))?;
    let migrate = Migrate::new().uri("exec:cat >/dev/null");
    Ok(vm.execute(&migrate).map(drop)?)
}

#[behaviour("client_migrate_info")]
pub(crate) fn clients_are_told_of_another_server(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let nowhere = ClientMigrateInfo::new("spice", "localhost");
    let error = vm.refusal(&nowhere)?;
    equal("the class", error.class().as_str(), "DeviceNotActive")?;
    served(vm, |vm| {
        // It has no port.
        vm.refusal(&nowhere)?;
        let mut ends = vm.subscribe_to::<SpiceMigrateCompleted>();
        migrate(vm)?;
        Ok(vm.next_of(&mut ends).map(drop)?)
    })
}

#[raises("SPICE_MIGRATE_COMPLETED")]
pub(crate) fn spice_migrate_completed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    raised::<SpiceMigrateCompleted>(vm, migrate)
}
