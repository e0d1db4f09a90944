//! The `pullquote` program: everything is in [`pullquote::cli`].

fn main() -> std::process::ExitCode {
    pullquote::cli::main()
}
