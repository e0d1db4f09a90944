//! A person's settings: plain structs that mirror `config.toml`.
