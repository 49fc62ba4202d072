//! The list itself.

/// A place that holds a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Secret {
    /// The place: a whole reply, or a member, in the spelling of
    /// [`Coordinate`](crate::Coordinate).
    pub at: &'static str,
    /// Why it is one.
    pub reason: &'static str,
}

const fn row(at: &'static str, reason: &'static str) -> Secret {
    Secret { at, reason }
}

const PASSWORD: &str = "a password";
const COOKIE: &str = "a cookie lets in whoever has it";
const PROPERTY: &str = "the property of any object, such as `data` of a `secret`";
const TYPED: &str = "what is typed into the guest may be a password";
const CONSOLE: &str = "what goes over a console of the guest";
const PROGRAM: &str = "programs are given passwords on the command line and in the environment";
const CONTENT: &str = "the content of any file or pipe in the guest";

/// Every known secret of QEMU, its storage daemon and its guest agent.
///
/// A row is for what lets somebody in by itself (passwords, keys, cookies), for
/// what a person types, and for what may hold such a thing among others: the
/// value of any property, a line for the human monitor, the arguments and the
/// output of any program, the content of any file. No secrets are the names of
/// `secret` objects (`password-secret`, `key-secret`, `tls-creds`), of files
/// and of users, public keys and certificates, measurements, reports and
/// nonces, and the memory that a command writes to a file.
///
/// A row is spelt as any one of the schemas in this repository has it: what a
/// version has lost stays in the list as long as another has it, and what one
/// has renamed has a row for each name. A row that leads nowhere in all of them
/// fails a test. A place that can be reached in several ways, as options of a
/// block device inside others, needs one row for each command only.
pub const SECRETS: &[Secret] = &[
    row("blockdev-add.arguments(driver=http).cookie", COOKIE),
    row("blockdev-add.arguments(driver=https).cookie", COOKIE),
    row(
        "blockdev-create.arguments.options(driver=luks).file(driver=http).cookie",
        COOKIE,
    ),
    row(
        "blockdev-reopen.arguments.options[](driver=http).cookie",
        COOKIE,
    ),
    row("change-vnc-password.arguments.password", PASSWORD),
    row("guest-exec.arguments.arg", PROGRAM),
    row("guest-exec.arguments.env", PROGRAM),
    row("guest-exec.arguments.input-data", CONTENT),
    row("guest-exec-status.returns.err-data", CONTENT),
    row("guest-exec-status.returns.out-data", CONTENT),
    row("guest-file-read.returns.buf-b64", CONTENT),
    row("guest-file-write.arguments.buf-b64", CONTENT),
    row("guest-set-user-password.arguments.password", PASSWORD),
    row(
        "human-monitor-command.arguments.command-line",
        "may be `change vnc password PASSWORD`, or `sendkey`",
    ),
    row(
        "human-monitor-command.returns",
        "may be the answer to `qom-get`, or the guest's memory",
    ),
    row(
        "input-send-event.arguments.events[](type=key).data.key",
        TYPED,
    ),
    row(
        "migrate.arguments.channels[].addr(transport=exec).args",
        PROGRAM,
    ),
    row(
        "migrate-incoming.arguments.channels[].addr(transport=exec).args",
        PROGRAM,
    ),
    row("migrate-set-parameters.arguments.cpr-exec-command", PROGRAM),
    row(
        "object-add.arguments(qom-type=secret).data",
        "the secret itself",
    ),
    row("qom-get.returns", PROPERTY),
    row("qom-list-get.returns[].properties[].value", PROPERTY),
    row("qom-set.arguments.value", PROPERTY),
    row("query-migrate-parameters.returns.cpr-exec-command", PROGRAM),
    row("ringbuf-read.returns", CONSOLE),
    row("ringbuf-write.arguments.data", CONSOLE),
    row("send-key.arguments.keys", TYPED),
    row("set_password.arguments.password", PASSWORD),
    row(
        "sev-inject-launch-secret.arguments.secret",
        "what is for the guest's eyes only",
    ),
];
