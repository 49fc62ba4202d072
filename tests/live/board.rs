//! Boards with devices on them that have something to tell.

use qapi_conformance::Stop;
use qapi_conformance::judge::Monitor;
use qapi_machine::{Binary, Kind, find_all};
use serde_json::json;

/// A board that needs no firmware to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Board {
    /// The one that a PC has by default.
    Pc,
    /// The one for virtual machines of Arm and others.
    Virt,
}

/// What both have.
const DEVICES: &[&str] = &[
    "-accel",
    "tcg",
    "-S",
    "-smp",
    "2,maxcpus=3",
    "-object",
    "memory-backend-memfd,id=ram0,size=128M,share=on",
    "-numa",
    "node,memdev=ram0",
    "-object",
    "memory-backend-ram,id=ram1,size=16M",
    "-device",
    "virtio-mem-pci,id=memory0,memdev=ram1,requested-size=2M",
    "-vnc",
    "unix:@DIR@/vnc",
    "-netdev",
    "hubport,id=hub1,hubid=1",
    "-device",
    "virtio-net-pci,id=net0,netdev=hub1",
    "-device",
    "virtio-balloon-pci,id=balloon0",
    "-device",
    "virtio-rng-pci,id=rng0",
    "-device",
    "qemu-xhci,id=usb0",
    "-device",
    "usb-mouse,id=mouse0,bus=usb0.0",
];

impl Board {
    /// The board of these that an emulator has.
    pub(crate) fn of(binary: &Binary) -> Result<Option<Self>, Stop> {
        if binary.kind() != Kind::System {
            return Ok(None);
        }
        let mut monitor = Monitor::start(binary, &[])?.negotiated(false)?;
        let machines = monitor.execute("query-machines", &json!({}))?.value()?;
        let has = |board: Self| {
            let mut machines = machines.as_array().into_iter().flatten();
            machines.any(|machine| machine.get("alias") == Some(&board.name().into()))
        };
        Ok([Self::Pc, Self::Virt].into_iter().find(|board| has(*board)))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Virt => "virt",
        }
    }

    /// The arguments that make it, with a folder for its sockets.
    pub(crate) fn args(self, folder: &str) -> Vec<String> {
        let own: &[&str] = match self {
            Self::Pc => &[
                "-machine",
                "pc",
                "-device",
                "vmgenid,guid=324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87",
            ],
            Self::Virt => &["-machine", "virt", "-cpu", "max"],
        };
        let memory: &[&str] = &["-m", "128M,slots=2,maxmem=1G"];
        let args = [own, memory, DEVICES].concat();
        args.iter()
            .map(|arg| arg.replace("@DIR@", folder))
            .collect()
    }
}

/// A disk that a storage daemon has, for a PC.
pub(crate) struct VhostDisk {
    _daemon: Monitor,
}

impl VhostDisk {
    /// Starts a daemon, if this machine has one.
    pub(crate) fn start(folder: &str) -> Result<Option<Self>, Stop> {
        let binaries = find_all().into_iter();
        let mut binaries = binaries.filter_map(|found| Binary::new(&found.path).ok());
        let Some(binary) = binaries.find(|binary| binary.kind() == Kind::StorageDaemon) else {
            return Ok(None);
        };
        let mut daemon = Monitor::start(&binary, &[])?.negotiated(false)?;
        let addr = json!({ "type": "unix", "path": format!("{folder}/vhost") });
        for (name, arguments) in [
            (
                "blockdev-add",
                json!({"driver": "null-co", "node-name": "null0", "size": 65536}),
            ),
            (
                "block-export-add",
                json!({"type": "vhost-user-blk", "id": "export0", "node-name": "null0", "addr": addr}),
            ),
        ] {
            daemon.execute(name, &arguments)?.value()?;
        }
        Ok(Some(Self { _daemon: daemon }))
    }

    /// The arguments that put it on the board.
    pub(crate) fn args(folder: &str) -> [String; 4] {
        [
            "-chardev".to_owned(),
            format!("socket,id=vhost0,path={folder}/vhost"),
            "-device".to_owned(),
            "vhost-user-blk-pci,id=disk1,chardev=vhost0,num-queues=1,bootindex=0".to_owned(),
        ]
    }
}
