use qapi_machine::Binary;
use super::{Options, Report};
use crate::Stop;
/// x
#[derive(Clone, Copy, Debug)]
pub enum Board { /// x
 None, /// x
 Pc }
impl Board { /// x
 pub fn is_of(self, _b: &Binary) -> bool { false } }
/// x
pub fn run(_b: &Binary, _board: Board, _o: &Options<'_>) -> Result<Report, Stop> { Err("no".into()) }
