//! What one writes by hand with serde's derive.

use anyhow::{Result, bail};
use serde::Deserialize;
use serde_json::value::RawValue;

/// An entry of a schema as an internally tagged enum, the straightforward way.
pub(super) mod tagged {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(tag = "meta-type", rename_all = "kebab-case")]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) enum SchemaInfo {
        #[serde(rename_all = "kebab-case")]
        Builtin {
            name: String,
            features: Option<Vec<String>>,
            json_type: String,
        },
        Enum {
            name: String,
            features: Option<Vec<String>>,
            members: Vec<Member>,
            values: Vec<String>,
        },
        #[serde(rename_all = "kebab-case")]
        Array {
            name: String,
            features: Option<Vec<String>>,
            element_type: String,
        },
        Object {
            name: String,
            features: Option<Vec<String>>,
            members: Vec<ObjectMember>,
            tag: Option<String>,
            variants: Option<Vec<Variant>>,
        },
        Alternate {
            name: String,
            features: Option<Vec<String>>,
            members: Vec<AlternateMember>,
        },
        #[serde(rename_all = "kebab-case")]
        Command {
            name: String,
            features: Option<Vec<String>>,
            arg_type: String,
            ret_type: String,
            allow_oob: Option<bool>,
        },
        #[serde(rename_all = "kebab-case")]
        Event {
            name: String,
            features: Option<Vec<String>>,
            arg_type: String,
        },
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct Member {
        name: String,
        features: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct ObjectMember {
        name: String,
        r#type: String,
        default: Option<serde_json::Value>,
        features: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct AlternateMember {
        r#type: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct Variant {
        case: String,
        r#type: String,
    }
}

/// Everything in one struct: what one writes when speed matters.
pub(super) mod flat {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct SchemaInfo {
        name: String,
        meta_type: String,
        features: Option<Vec<String>>,
        json_type: Option<String>,
        element_type: Option<String>,
        arg_type: Option<String>,
        ret_type: Option<String>,
        allow_oob: Option<bool>,
        tag: Option<String>,
        values: Option<Vec<String>>,
        members: Option<Vec<Member>>,
        variants: Option<Vec<Variant>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct Member {
        name: Option<String>,
        r#type: Option<String>,
        default: Option<serde_json::Value>,
        features: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(crate) struct Variant {
        case: String,
        r#type: String,
    }
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct Timestamp {
    seconds: i64,
    microseconds: i64,
}

/// An event as a tagged enum beside its time.
#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
pub(super) struct Flattened {
    timestamp: Timestamp,
    #[serde(flatten)]
    event: Event,
}

/// An event with all that events of any kind have.
#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
pub(super) struct Flat {
    timestamp: Timestamp,
    event: Name,
    data: Option<Data>,
}

/// An event of which the data is not looked at yet.
#[derive(Deserialize)]
pub(super) struct Undecided<'a> {
    timestamp: Timestamp,
    event: &'a str,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// The event that it is, and its time.
pub(super) fn typed(event: Undecided<'_>) -> Result<impl Sized> {
    let data = event.data.map_or("{}", RawValue::get);
    macro_rules! typed {
        ($($name:literal $event:ident,)* ; $($without:literal $unit:ident,)*) => {
            match event.event {
                $($name => Event::$event(serde_json::from_str(data)?),)*
                $($without => Event::$unit,)*
                other => bail!("`{other}` is not among the events"),
            }
        };
    }
    let typed = typed!(
        "BLOCK_JOB_COMPLETED" BlockJobCompleted,
        "BLOCK_JOB_READY" BlockJobReady,
        "DEVICE_DELETED" DeviceDeleted,
        "JOB_STATUS_CHANGE" JobStatusChange,
        "MIGRATION" Migration,
        "MIGRATION_PASS" MigrationPass,
        "RESET" Reset,
        "RTC_CHANGE" RtcChange,
        "SHUTDOWN" Shutdown,
        "VNC_CONNECTED" VncConnected,
        "VNC_DISCONNECTED" VncDisconnected,
        "VNC_INITIALIZED" VncInitialized,
        ;
        "POWERDOWN" Powerdown,
        "RESUME" Resume,
        "STOP" Stop,
    );
    Ok((event.timestamp, typed))
}

#[derive(Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(dead_code, reason = "decoding is what is measured")]
enum Event {
    BlockJobCompleted(BlockJob),
    BlockJobReady(BlockJob),
    DeviceDeleted(DeviceDeleted),
    JobStatusChange(JobStatusChange),
    Migration(Migration),
    MigrationPass(MigrationPass),
    Powerdown,
    Reset(Reason),
    Resume,
    RtcChange(RtcChange),
    Shutdown(Reason),
    Stop,
    VncConnected(Vnc),
    VncDisconnected(Vnc),
    VncInitialized(Vnc),
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Name {
    BlockJobCompleted,
    BlockJobReady,
    DeviceDeleted,
    JobStatusChange,
    Migration,
    MigrationPass,
    Powerdown,
    Reset,
    Resume,
    RtcChange,
    Shutdown,
    Stop,
    VncConnected,
    VncDisconnected,
    VncInitialized,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "decoding is what is measured")]
struct Data {
    id: Option<String>,
    status: Option<Status>,
    r#type: Option<JobType>,
    device: Option<String>,
    len: Option<i64>,
    offset: Option<i64>,
    speed: Option<i64>,
    error: Option<String>,
    path: Option<String>,
    qom_path: Option<String>,
    pass: Option<i64>,
    guest: Option<bool>,
    reason: Option<Cause>,
    server: Option<Box<VncServer>>,
    client: Option<Box<VncClient>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct BlockJob {
    r#type: JobType,
    device: String,
    len: i64,
    offset: i64,
    speed: i64,
    error: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct DeviceDeleted {
    device: Option<String>,
    path: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct JobStatusChange {
    id: String,
    status: JobStatus,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct Migration {
    status: MigrationStatus,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct MigrationPass {
    pass: i64,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct Reason {
    guest: bool,
    reason: Cause,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "decoding is what is measured")]
struct RtcChange {
    offset: i64,
    qom_path: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct Vnc {
    server: VncServer,
    client: VncClient,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct VncServer {
    auth: Option<String>,
    host: String,
    service: String,
    family: Family,
    websocket: bool,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
struct VncClient {
    host: String,
    service: String,
    family: Family,
    websocket: bool,
    x509_dname: Option<String>,
    sasl_username: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Family {
    Ipv4,
    Ipv6,
    Unix,
    Vsock,
    Unknown,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum JobType {
    Commit,
    Stream,
    Mirror,
    Backup,
    Create,
    Amend,
    SnapshotLoad,
    SnapshotSave,
    SnapshotDelete,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum JobStatus {
    Undefined,
    Created,
    Running,
    Paused,
    Ready,
    Standby,
    Waiting,
    Pending,
    Aborting,
    Concluded,
    Null,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MigrationStatus {
    None,
    Setup,
    Cancelling,
    Cancelled,
    Active,
    PostcopyDevice,
    PostcopyActive,
    PostcopyPaused,
    PostcopyRecoverSetup,
    PostcopyRecover,
    Completed,
    Failed,
    Colo,
    PreSwitchover,
    Device,
    WaitUnplug,
}

/// Of a job or a migration.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Undefined,
    Created,
    Running,
    Paused,
    Ready,
    Standby,
    Waiting,
    Pending,
    Aborting,
    Concluded,
    Null,
    None,
    Setup,
    Cancelling,
    Cancelled,
    Active,
    PostcopyDevice,
    PostcopyActive,
    PostcopyPaused,
    PostcopyRecoverSetup,
    PostcopyRecover,
    Completed,
    Failed,
    Colo,
    PreSwitchover,
    Device,
    WaitUnplug,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Cause {
    None,
    HostError,
    HostQmpQuit,
    HostQmpSystemReset,
    HostSignal,
    HostUi,
    GuestShutdown,
    GuestReset,
    GuestPanic,
    SubsystemReset,
    SnapshotLoad,
}
