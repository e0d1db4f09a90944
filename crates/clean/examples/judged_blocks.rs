//! Prints the blocks that the learned judge judges, for training it: one line of JSON for
//! each page.
//!
//! ```sh
//! cargo run --release -p pullquote-clean --features train --example judged_blocks -- LIST.tsv > blocks.jsonl
//! ```
//!
//! Each line of the list is an id, a tab, and the path of a page. `training/train_judge.py`
//! reads the output.

use pullquote_clean::decode;
use pullquote_clean::train::{fingerprint, judged_blocks};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = std::env::args().nth(1).ok_or("name a list: lines with an id, a tab and a path")?;
    let fingerprint = format!("{:016x}", fingerprint());
    for line in std::fs::read_to_string(list)?.lines() {
        let Some((id, path)) = line.split_once('\t') else { continue };
        let blocks: Vec<_> = judged_blocks(&decode(&std::fs::read(path)?, None))
            .into_iter()
            .map(|b| serde_json::json!({"text": b.text, "removed": b.removed, "facts": b.facts, "names": b.names, "words": b.words}))
            .collect();
        println!("{}", serde_json::json!({"id": id, "fingerprint": fingerprint, "blocks": blocks}));
    }
    Ok(())
}
