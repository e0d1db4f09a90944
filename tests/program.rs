//! Runs the real program in a home folder of its own, so that no test sees the
//! settings or notes of a person or of another test.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The program that cargo built for these tests.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_pullquote");

/// A folder for home, settings and data; it is deleted when dropped.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

/// How long any run may take before it fails; much longer than a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until `child` has ended, within [`PATIENCE`]; kills it otherwise.
#[track_caller]
pub(crate) fn wait(child: &mut Child) -> ExitStatus {
    let end = Instant::now() + PATIENCE;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().expect("an exit status") {
            return status;
        }
        if Instant::now() > end {
            let _ = child.kill();
            panic!("it does not end: {child:?}");
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Waits as [`wait`] does, and reads standard output and standard error, as far as they are pipes.
#[track_caller]
pub(crate) fn output_of(mut child: Child) -> Output {
    // A full pipe would stop the program, so both are read meanwhile.
    fn reading(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
            bytes
        })
    }
    let (out, err) = (reading(child.stdout.take()), reading(child.stderr.take()));
    let status = wait(&mut child);
    Output { status, stdout: out.join().expect("bytes"), stderr: err.join().expect("bytes") }
}

/// Runs a command within [`PATIENCE`], without input, and returns its output.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> Output {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    output_of(piped.spawn().expect("the command starts"))
}

/// The output and exit status of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// The exit status.
    pub(crate) status: i32,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn notes(&self) -> PathBuf {
        self.path().join("notes")
    }

    /// The notes files, sorted; none before there is one.
    pub(crate) fn notes_files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.notes()).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
        files.sort();
        files
    }

    /// Writes a file into the home and returns its path as an argument.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, content).expect("a file in the temporary folder");
        path.to_str().expect("an UTF-8 path").to_owned()
    }

    /// The environment of every run; of the machine's own it has only `PATH`.
    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("HOME", self.path().to_path_buf()),
            ("XDG_CONFIG_HOME", self.path().join("config")),
            ("XDG_DATA_HOME", self.path().join("data")),
            ("XDG_STATE_HOME", self.path().join("state")),
            ("XDG_CACHE_HOME", self.path().join("cache")),
            ("PULLQUOTE_NOTES_DIR", self.notes()),
            ("RUST_BACKTRACE", PathBuf::from("0")),
        ]
    }

    #[track_caller]
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ran {
        self.run_with(arguments, b"")
    }

    /// Waits until the library has one article that `query` finds: an article that is opened is put
    /// there once it is analyzed.
    #[track_caller]
    pub(crate) fn wait_for_article(&self, query: &str) {
        let end = Instant::now() + PATIENCE;
        let found =
            || serde_json::from_str::<Vec<serde_json::Value>>(&self.run(&["library", "list", "--json", query]).out);
        while found().map_or(0, |rows| rows.len()) != 1 {
            assert!(Instant::now() < end, "the library does not have one article of “{query}”");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs the program with `input` on its standard input.
    #[track_caller]
    pub(crate) fn run_with<A: AsRef<OsStr>>(&self, arguments: &[A], input: &[u8]) -> Ran {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (mut pipe, input) = (child.stdin.take().expect("a pipe"), input.to_owned());
        // A program that doesn't read its input closes the pipe; that is fine.
        std::thread::spawn(move || pipe.write_all(&input));
        Ran::of(&output_of(child))
    }

    /// The program with this home's environment, without arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.path());
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(self.environment());
        command
    }
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code().unwrap_or(-1),
        }
    }

    /// The output as one JSON value, after a success.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{self:?}");
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// Checks that the run failed with exit status 1, nothing on standard output,
    /// and one sentence with all of `words` on standard error.
    #[track_caller]
    pub(crate) fn fails_with(&self, words: &[&str]) {
        assert_eq!((self.status, self.out.as_str()), (1, ""), "{self:?}");
        assert_eq!(self.err.trim_end().lines().count(), 1, "one sentence: {self:?}");
        assert!(self.err.starts_with("pullquote: "), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "“{word}” is missing: {self:?}");
        }
    }
}

/// The path of a bundled sample's file.
pub(crate) fn sample(name: &str) -> String {
    format!("{}/assets/samples/{name}", env!("CARGO_MANIFEST_DIR"))
}
