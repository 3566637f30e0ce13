//! todo
pub fn render(_: &super::LoadReport<'_>, _: crate::report::units::Distances) -> String {
    String::new()
}
