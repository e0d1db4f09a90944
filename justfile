# Commands for working on Pullquote; https://just.systems runs them.
# `just` alone lists them.

corpora := "corpora"

_list:
    @just --list

# Build the program.
build:
    cargo build --release

# Run the tests of every crate.
test:
    cargo test

# Check formatting and lints.
lint:
    cargo fmt --check && cargo clippy --workspace --all-targets -- -D warnings

# Build the documentation; a broken link is an error.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --workspace

# Run everything that must pass before a change goes in.
ci:
    .ci/run

# Measure cleaning, analysis, saving and drawing.
bench:
    cargo bench

# Fuzz one target for ten minutes: html, markdown, text, mhtml, decode, notes or analysis.
fuzz target="html":
    cd fuzz && RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none {{target}} -- -max_total_time=600 -timeout=20

# Train all models; training/README.md says how to get the corpora.
train:
    cargo run --release -p pullquote-nlp --features train --example train_entities -- {{corpora}}
    cargo run --release -p pullquote-nlp --features train --example train_attribution -- {{corpora}}/quotes/train {{corpora}}/labelled.jsonl crates/nlp/assets

# Score quotes, speakers and names on the development articles.
score: build
    python3 training/score_quotes.py {{corpora}}/quotes/dev
    python3 benches/entities.py {{corpora}}/entities/dev

# Draw the pictures of the README and of docs/.
screenshot:
    cargo run --example screenshot
