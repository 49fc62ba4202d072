//! Trusted platform modules.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{QueryTpm, QueryTpmModels, QueryTpmTypes};
use qapi_types::qmp::types::{TpmModel, TpmType, TpmTypeOptionsBranch};

use super::kit::board::Board;
use super::kit::tpm;

#[behaviour("query-tpm")]
pub(crate) fn a_module_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    tpm::listen(&vm.folder().join("tpm"))?;
    let socket = format!("socket,id=socket0,path={}", vm.path("tpm"));
    let board = Board::of(vm)?;
    let device = match board {
        Board::Pc => "tpm-tis",
        Board::Virt => "tpm-tis-device",
    };
    let device = format!("{device},tpmdev=tpm0");
    let args = [
        "-machine",
        board.name(),
        "-accel",
        "tcg",
        "-S",
        "-chardev",
        &socket,
        "-tpmdev",
        "emulator,id=tpm0,chardev=socket0",
        "-device",
        &device,
    ];
    vm.beside(&args, |_, vm| {
        let told = vm.execute(&QueryTpm::new())?;
        let told: Vec<_> = told
            .iter()
            .map(|told| match &told.options.r#type {
                TpmTypeOptionsBranch::Emulator(options) => {
                    (&*told.id, &told.model, &*options.data.chardev)
                }
                _ => (&*told.id, &told.model, ""),
            })
            .collect();
        equal(
            "the modules",
            told,
            [("tpm0", &TpmModel::TpmTis, "socket0")],
        )
    })
}

#[behaviour("query-tpm-models")]
pub(crate) fn models_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let models = vm.execute(&QueryTpmModels::new())?;
    so(
        "one of them is `tpm-tis`",
        models.contains(&TpmModel::TpmTis),
    )
}

#[behaviour("query-tpm-types")]
pub(crate) fn types_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let types = vm.execute(&QueryTpmTypes::new())?;
    so(
        "one of them is an emulator",
        types.contains(&TpmType::Emulator),
    )
}
