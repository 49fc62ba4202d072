//! VNC: who may look at a display, and where it is served.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    ChangeVncPassword, DisplayReload, DisplayUpdate, ExpirePassword, QueryVnc, QueryVncServers,
    SetPassword,
};
use qapi_types::qmp::events::VncDisconnected;
use qapi_types::qmp::types::{
    DisplayReloadOptions, DisplayReloadOptionsVNC, DisplayUpdateOptions, DisplayUpdateOptionsVNC,
    ExpirePasswordOptions, ExpirePasswordOptionsVnc, NetworkAddressFamily, SetPasswordAction,
    SetPasswordOptions, SetPasswordOptionsVnc, SocketAddress, UnixSocketAddress, VncPrimaryAuth,
};

use super::kit::vnc::Vnc;
use super::spice;

fn socket(vm: &Vm<'_>) -> PathBuf {
    vm.folder().join("vnc")
}

/// Whether a password opens the display.
fn opens(vm: &Vm<'_>, password: &str) -> Result<bool, Stop> {
    Ok(Vnc::with_password(&socket(vm), password)?.is_some())
}

fn set_password(password: &str) -> SetPasswordOptions {
    SetPasswordOptions::vnc(password, SetPasswordOptionsVnc::new())
}

#[behaviour("set_password", args = "-vnc unix:@DIR@/vnc,password=on")]
pub(crate) fn a_password_opens_the_display(vm: &mut Vm<'_>) -> Result<(), Stop> {
    so("there is no password yet", !opens(vm, "")?)?;
    vm.execute(&SetPassword::new(set_password("sesame")))?;
    so("it opens", opens(vm, "sesame")?)?;
    so("another does not", !opens(vm, "sesamE")?)?;
    // Whoever is connected stays so.
    let throw_out = set_password("barley").connected(SetPasswordAction::Disconnect);
    vm.refusal(&SetPassword::new(throw_out))?;
    so("it still opens", opens(vm, "sesame")?)?;
    spice::a_password_opens_a_channel(vm)
}

#[behaviour("change-vnc-password", args = "-vnc unix:@DIR@/vnc,password=on")]
pub(crate) fn a_new_password_takes_the_old_ones_place(vm: &mut Vm<'_>) -> Result<(), Stop> {
    for (password, other) in [("sesame", "barley"), ("barley", "sesame")] {
        vm.execute(&ChangeVncPassword::new(password))?;
        so("it opens", opens(vm, password)?)?;
        so("the other does not", !opens(vm, other)?)?;
    }
    Ok(())
}

#[behaviour("expire_password", args = "-vnc unix:@DIR@/vnc,password=on")]
pub(crate) fn a_password_has_its_time(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let expire = |time: &str| {
        let vnc = ExpirePasswordOptionsVnc::new();
        ExpirePassword::new(ExpirePasswordOptions::vnc(time, vnc))
    };
    vm.execute(&SetPassword::new(set_password("sesame")))?;
    for (time, valid) in [
        ("now", false),
        ("+3600", true),
        ("1", false),
        ("never", true),
    ] {
        vm.execute(&expire(time))?;
        equal(
            &format!("whether it opens, expiring at `{time}`,"),
            opens(vm, "sesame")?,
            valid,
        )?;
    }
    let elsewhere = ExpirePasswordOptionsVnc::new().display("no-such");
    let elsewhere = ExpirePasswordOptions::vnc("now", elsewhere);
    vm.refusal(&ExpirePassword::new(elsewhere))?;
    spice::a_password_has_its_time(vm)
}

#[behaviour("query-vnc", args = "-vnc unix:@DIR@/vnc")]
pub(crate) fn a_server_tells_its_clients(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let info = vm.execute(&QueryVnc::new())?;
    so("it is enabled", info.enabled)?;
    equal("its family", info.family, Some(NetworkAddressFamily::Unix))?;
    equal("its socket", info.service, Some(vm.path("vnc")))?;
    equal("who may connect", info.auth.as_deref(), Some("none"))?;
    equal("its clients", info.clients.map(|all| all.len()), Some(0))?;
    let client = Vnc::open(&socket(vm))?;
    let clients = vm.execute(&QueryVnc::new())?.clients;
    equal("its clients", clients.map(|all| all.len()), Some(1))?;
    let mut gone = vm.subscribe_to::<VncDisconnected>();
    drop(client);
    vm.next_of(&mut gone)?;
    let clients = vm.execute(&QueryVnc::new())?.clients;
    equal("its clients", clients.map(|all| all.len()), Some(0))
}

#[behaviour(
    "query-vnc-servers",
    args = "-vnc unix:@DIR@/vnc -vnc unix:@DIR@/second,id=second,password=on"
)]
pub(crate) fn each_server_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut servers = vm.execute(&QueryVncServers::new())?;
    servers.sort_by(|a, b| a.id.cmp(&b.id));
    let told: Vec<_> = servers
        .iter()
        .flat_map(|info| {
            info.server
                .iter()
                .map(|at| (&*info.id, &*at.service, &info.auth))
        })
        .collect();
    let (first, second) = (vm.path("vnc"), vm.path("second"));
    let wanted = [
        ("default", first.as_str(), &VncPrimaryAuth::None),
        ("second", second.as_str(), &VncPrimaryAuth::Vnc),
    ];
    equal("the servers", told, wanted)
}

#[behaviour("display-update", args = "-vnc unix:@DIR@/vnc -name guest=name0")]
pub(crate) fn a_display_moves(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let to = SocketAddress::unix(UnixSocketAddress::new(vm.path("moved")));
    let vnc = DisplayUpdateOptionsVNC::new().addresses(vec![to]);
    let update = DisplayUpdate::new(DisplayUpdateOptions::vnc(vnc));
    so("it was here", Vnc::open(&socket(vm)).is_ok())?;
    vm.execute(&update)?;
    let client = Vnc::open(&vm.folder().join("moved"))?;
    equal("its name", client.name.as_str(), "QEMU (name0)")?;
    let old = UnixStream::connect(socket(vm));
    so("nobody listens where it was", old.is_err())
}

/// Has `openssl` do something in a folder.
fn openssl(folder: &Path, args: &str) -> Result<(), Stop> {
    let mut openssl = Command::new("openssl");
    let openssl = openssl.current_dir(folder).args(args.split_whitespace());
    let output = openssl.output();
    let output = output.map_err(|error| Stop::skip(format!("`openssl` cannot be run: {error}")))?;
    let says = String::from_utf8_lossy(&output.stderr);
    so(
        &format!("`openssl` does as it is told: {says}"),
        output.status.success(),
    )
}

#[behaviour("display-reload", args = "-vnc unix:@DIR@/vnc")]
pub(crate) fn certificates_are_read_again(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let reload = |certificates| {
        let vnc = DisplayReloadOptionsVNC::new().tls_certs(certificates);
        DisplayReload::new(DisplayReloadOptions::vnc(vnc))
    };
    vm.execute(&reload(false))?;
    // This one has none.
    vm.refusal(&reload(true))?;
    let folder = vm.folder().join("certificates");
    std::fs::create_dir(&folder)?;
    openssl(
        &folder,
        "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 \
         -subj /CN=localhost -keyout server-key.pem -out server-cert.pem",
    )?;
    // QEMU makes its own where there are none, which takes seconds.
    openssl(
        &folder,
        "genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 -out dh-params.pem",
    )?;
    let certificate = folder.join("server-cert.pem");
    std::fs::copy(&certificate, folder.join("ca-cert.pem"))?;
    let dir = folder.to_string_lossy();
    let object = format!(
        "tls-creds-x509,id=tls0,dir={dir},endpoint=server,verify-peer=off,sanity-check=off"
    );
    let args = ["-object", &object, "-vnc", "unix:@DIR@/vnc,tls-creds=tls0"];
    vm.beside(&args, |_, vm| {
        vm.execute(&reload(true))?;
        let good = std::fs::read(&certificate)?;
        std::fs::write(&certificate, "no certificate")?;
        let error = vm.refusal(&reload(true))?;
        so(
            "it says which one it cannot read",
            error.desc().contains("server-cert.pem"),
        )?;
        std::fs::write(&certificate, good)?;
        Ok(vm.execute(&reload(true)).map(drop)?)
    })
}

/// A client that comes and goes.
fn visit(vm: &mut Vm<'_>) -> Result<(), Stop> {
    Vnc::open(&socket(vm)).map(drop)
}

#[raises(
    "VNC_CONNECTED",
    args = "-vnc unix:@DIR@/vnc",
    data = r#"{"server": {"family": "unix", "auth": "none"}, "client": {"family": "unix"}}"#
)]
pub(crate) fn vnc_connected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    visit(vm)
}

#[raises(
    "VNC_INITIALIZED",
    args = "-vnc unix:@DIR@/vnc",
    data = r#"{"server": {"family": "unix", "auth": "none"}, "client": {"family": "unix"}}"#
)]
pub(crate) fn vnc_initialized(vm: &mut Vm<'_>) -> Result<(), Stop> {
    visit(vm)
}

#[raises(
    "VNC_DISCONNECTED",
    args = "-vnc unix:@DIR@/vnc",
    data = r#"{"server": {"family": "unix", "auth": "none"}, "client": {"family": "unix"}}"#
)]
pub(crate) fn vnc_disconnected(vm: &mut Vm<'_>) -> Result<(), Stop> {
    visit(vm)
}
