//! The console blocks of the README and of the book print what they say.

#[test]
fn the_readme_and_the_book_show_what_the_program_prints() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("docs/src/**/*.md");
}
