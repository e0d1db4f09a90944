//! The pictures in `docs/`: each is the screen of this program. `UPDATE=1 cargo test --test all
//! screenshots` writes them.

#[allow(dead_code, reason = "the example has a main function, too")]
#[path = "../examples/screenshot.rs"]
mod screenshot;

#[test]
fn the_pictures_in_the_documents_are_those_of_the_program() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (name, picture) in screenshot::pictures().expect("pictures") {
        let path = folder.join(name);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, picture).expect("a file in docs/");
            continue;
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == picture, "docs/{name} is not what the program draws; `just screenshot` writes it");
    }
}
