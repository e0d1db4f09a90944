//! The sources of this crate, for tests that check them.

use std::path::Path;

/// Every source file without its tests: the path below `src`, with `/`, and
/// the code. In the order of the paths.
pub(crate) fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code = std::fs::read_to_string(&path).unwrap();
            let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_owned();
            let name: Vec<_> = path.strip_prefix(&root).unwrap().iter().map(|p| p.to_string_lossy()).collect();
            files.push((name.join("/"), code));
        }
    }
    files.sort();
    files
}
