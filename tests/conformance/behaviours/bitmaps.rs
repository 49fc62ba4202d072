//! Dirty bitmaps.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    BlockDirtyBitmapAdd, BlockDirtyBitmapClear, BlockDirtyBitmapDisable, BlockDirtyBitmapEnable,
    BlockDirtyBitmapMerge, BlockDirtyBitmapRemove, XDebugBlockDirtyBitmapSha256,
};
use qapi_types::qmp::types::{self, BlockDirtyBitmap, BlockDirtyInfo};

use super::kit::{disk, fill, the_node};

fn add(vm: &mut Vm<'_>, name: &str) -> Result<(), Stop> {
    let bitmap = types::BlockDirtyBitmapAdd::new("disk0", name).granularity(65536);
    Ok(vm.execute(&BlockDirtyBitmapAdd::new(bitmap)).map(drop)?)
}

fn map0() -> BlockDirtyBitmap {
    BlockDirtyBitmap::new("disk0", "map0")
}

fn bitmap(vm: &mut Vm<'_>, name: &str) -> Result<Option<BlockDirtyInfo>, Stop> {
    let bitmaps = the_node(vm, "disk0")?.dirty_bitmaps.unwrap_or_default();
    let mut bitmaps = bitmaps.into_iter();
    Ok(bitmaps.find(|bitmap| bitmap.name.as_deref() == Some(name)))
}

fn count(vm: &mut Vm<'_>, name: &str) -> Result<Option<i64>, Stop> {
    Ok(bitmap(vm, name)?.map(|bitmap| bitmap.count))
}

#[behaviour("block-dirty-bitmap-add")]
pub(crate) fn writes_are_noted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    equal("what is dirty", count(vm, "map0")?, Some(0))?;
    so("it is there once", add(vm, "map0").is_err())?;
    fill(vm, "disk0", 1)?;
    equal("what is dirty", count(vm, "map0")?, Some(65536))
}

#[behaviour("block-dirty-bitmap-remove")]
pub(crate) fn a_bitmap_goes(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    vm.execute(&BlockDirtyBitmapRemove::new(map0()))?;
    equal("what is dirty", count(vm, "map0")?, None)?;
    vm.refusal(&BlockDirtyBitmapRemove::new(map0())).map(drop)
}

#[behaviour("block-dirty-bitmap-clear")]
pub(crate) fn a_bitmap_forgets(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    fill(vm, "disk0", 1)?;
    vm.execute(&BlockDirtyBitmapClear::new(map0()))?;
    equal("what is dirty", count(vm, "map0")?, Some(0))
}

#[behaviour("block-dirty-bitmap-disable")]
pub(crate) fn a_bitmap_stands(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    vm.execute(&BlockDirtyBitmapDisable::new(map0()))?;
    let recording = bitmap(vm, "map0")?.map(|bitmap| bitmap.recording);
    equal("whether it records", recording, Some(false))?;
    fill(vm, "disk0", 1)?;
    equal("what is dirty", count(vm, "map0")?, Some(0))
}

#[behaviour("block-dirty-bitmap-enable")]
pub(crate) fn a_bitmap_goes_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    vm.execute(&BlockDirtyBitmapDisable::new(map0()))?;
    vm.execute(&BlockDirtyBitmapEnable::new(map0()))?;
    fill(vm, "disk0", 1)?;
    equal("what is dirty", count(vm, "map0")?, Some(65536))
}

#[behaviour("block-dirty-bitmap-merge")]
pub(crate) fn one_bitmap_takes_another(vm: &mut Vm<'_>) -> Result<(), Stop> {
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    fill(vm, "disk0", 1)?;
    add(vm, "map1")?;
    let merge = types::BlockDirtyBitmapMerge::new("disk0", "map1", vec!["map0".into()]);
    vm.execute(&BlockDirtyBitmapMerge::new(merge))?;
    equal("what is dirty", count(vm, "map1")?, Some(65536))
}

#[behaviour("x-debug-block-dirty-bitmap-sha256")]
pub(crate) fn a_bitmap_has_a_fingerprint(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let of = |vm: &mut Vm<'_>, name| -> Result<String, Stop> {
        let bitmap = BlockDirtyBitmap::new("disk0", name);
        Ok(vm
            .execute(&XDebugBlockDirtyBitmapSha256::new(bitmap))?
            .sha256)
    };
    disk(vm, "disk0")?;
    add(vm, "map0")?;
    // Of the 16 bits of a megabyte, in words of 64.
    let clean = "af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc";
    equal("that of 8 bytes of zeros", of(vm, "map0")?.as_str(), clean)?;
    add(vm, "map1")?;
    fill(vm, "disk0", 1)?;
    let dirty = of(vm, "map0")?;
    so("it is another", dirty != clean)?;
    equal("that of the same bits", of(vm, "map1")?, dirty)
}
