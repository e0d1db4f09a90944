//! Opening the file of the library.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::Library;
use super::error::{LibraryFileError, of_sqlite};
use super::schema::{self, STEPS};

/// How long a process waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(10);
/// The time between two attempts to open the file.
const PAUSE: Duration = Duration::from_millis(20);
/// How often a file is opened that exists and still can't be opened.
const ATTEMPTS: usize = 10;
/// What SQLite may keep beside the file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// A library that was opened, and what happened.
#[derive(Debug)]
pub struct Opened {
    /// The library.
    pub library: Library,
    /// Whether the file was made by this call.
    pub made: bool,
    /// What became of the old file, if it was damaged.
    pub set_aside: Option<SetAside>,
}

/// A damaged file that has another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its new name.
    pub path: PathBuf,
    /// How many rows of the library's own tables could be read from it and are in the new file.
    pub saved: usize,
}

impl SetAside {
    /// What a person is told.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "the library was damaged and is now {}; {} of its own rows were saved. \
             `pullquote library rebuild` reads the articles again.",
            self.path.display(),
            self.saved
        )
    }
}

impl Library {
    /// Opens the library at `path`; makes the file and its folder where there are
    /// none. A damaged file is renamed to `<stem>.damaged-<stamp>.<extension>`
    /// and a new one is made with what can be read of its own tables; `stamp` is part of a file
    /// name, such as `20261129-142100`. A file that can't be written is opened to read.
    ///
    /// # Errors
    /// If the file is of a newer version or of another program, or the system refuses.
    pub fn open(path: &Path, stamp: &str) -> Result<Opened, LibraryFileError> {
        let made = !path.exists();
        if made {
            make(path).map_err(|source| LibraryFileError::File { path: path.to_owned(), source })?;
        }
        let library = match Self::existing(path) {
            Err(LibraryFileError::Damaged { .. }) => {
                let _lock = lock(path)?;
                // Another process may have done it while this one waited.
                match Self::existing(path) {
                    Err(LibraryFileError::Damaged { .. }) => return Self::replace_locked(path, stamp),
                    library => library,
                }
            }
            library => library,
        };
        Ok(Opened { library: library?, made, set_aside: None })
    }

    /// Whether the file at `path` is a library of an older version, which [`Self::open`] copies and brings to this one.
    /// That takes long if the file is large. The file is not opened as a database.
    #[must_use]
    pub fn is_outdated(path: &Path) -> bool {
        (1..STEPS.len()).contains(&version_in_header(path))
    }

    /// Opens the file at `path`, which exists. SQLite does not wait while another process makes
    /// the file ready, and there is none for a moment while a damaged one is set aside, so this is tried
    /// again until [`PATIENCE`] is over.
    fn existing(path: &Path) -> Result<Self, LibraryFileError> {
        let begun = Instant::now();
        let mut attempts = 0;
        loop {
            attempts += 1;
            match Self::connected(path) {
                Err(error) if begun.elapsed() < PATIENCE && (is_busy(&error) || !path.exists()) => {
                    std::thread::sleep(PAUSE);
                }
                // It may have been set aside while it was opened, and exist again by now.
                Err(error) if attempts < ATTEMPTS && was_moved(&error) => std::thread::sleep(PAUSE),
                library => return library,
            }
        }
    }

    /// Opens the file at `path` and brings it to the newest schema.
    fn connected(path: &Path) -> Result<Self, LibraryFileError> {
        let fails = |error| of_sqlite(path, error);
        // There is no file for a moment while a damaged one is set aside; that says nothing about the next.
        let opened = fs::OpenOptions::new().write(true).open(path);
        let writable = opened.map_or_else(|error| error.kind() == std::io::ErrorKind::NotFound, |_| true);
        let mode = if writable { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
        // One connection is used by one thread at a time: Rust sees to that.
        let mut connection =
            Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fails)?;
        connection.busy_timeout(PATIENCE).map_err(fails)?;
        // A damaged file is an error here, before anything is written.
        let version = schema::version(&connection, path, STEPS.len())?;
        if writable {
            if version == 0 {
                // So that the file can shrink.
                connection.pragma_update(None, "auto_vacuum", "INCREMENTAL").map_err(fails)?;
            }
            // Others read while one writes; a commit is on disk when it returns.
            connection.pragma_update(None, "journal_mode", "WAL").map_err(fails)?;
            connection.pragma_update(None, "synchronous", "FULL").map_err(fails)?;
            schema::migrate(&mut connection, path, STEPS)?;
        } else if version < STEPS.len() {
            return Err(LibraryFileError::ReadOnly { path: path.to_owned() });
        }
        connection.pragma_update(None, "foreign_keys", true).map_err(fails)?;
        super::functions::add(&connection).map_err(fails)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { path: path.to_owned(), connection, writable })
    }

    /// Renames the file to `<stem>.damaged-<stamp>.<extension>`, and makes a new one with what can be read
    /// of its own tables.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn replace(path: &Path, stamp: &str) -> Result<Opened, LibraryFileError> {
        let _lock = lock(path)?;
        Self::replace_locked(path, stamp)
    }

    /// [`Library::replace`] for a caller who holds the lock.
    fn replace_locked(path: &Path, stamp: &str) -> Result<Opened, LibraryFileError> {
        let fails = |source| LibraryFileError::File { path: path.to_owned(), source };
        let aside = set_aside(path, stamp).map_err(fails)?;
        make(path).map_err(fails)?;
        let mut library = Self::existing(path)?;
        let saved = library.salvage(&aside)?;
        Ok(Opened { library, made: true, set_aside: Some(SetAside { path: aside, saved }) })
    }
}

/// The version of the schema in the file at `path` as its header says it, without opening it: 0 if it is no library,
/// or can't be read. What another process has just changed may not be in the header yet.
fn version_in_header(path: &Path) -> usize {
    let mut header = [0_u8; 100];
    if File::open(path).and_then(|mut file| file.read_exact(&mut header)).is_err() {
        return 0;
    }
    // The places of both numbers are part of the format: https://www.sqlite.org/fileformat2.html#the_database_header
    let number =
        |at: usize| header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
    let is_library = header.starts_with(b"SQLite format 3\0") && i64::from(number(68)) == schema::APPLICATION;
    if is_library { usize::try_from(number(60)).unwrap_or_default() } else { 0 }
}

/// Copies the database at `path` to `copy`, which only this person can read, unless that exists. It has that name once
/// it is complete.
pub(super) fn copy(connection: &Connection, path: &Path, copy: &Path) -> Result<(), LibraryFileError> {
    if copy.exists() {
        return Ok(());
    }
    let fails = |source| LibraryFileError::File { path: copy.to_owned(), source };
    let part = copy.with_extension(format!("part-{}", std::process::id()));
    // One that was left by a process with the same number would be in the way.
    fs::remove_file(&part).ok();
    make(&part).map_err(fails)?;
    // SQLite writes into a file that is empty.
    let copied = connection.execute("VACUUM INTO ?1", [part.to_string_lossy()]).map_err(|error| of_sqlite(path, error));
    let copied = copied.and_then(|_| fs::rename(&part, copy).map_err(fails));
    if copied.is_err() {
        fs::remove_file(&part).ok();
    }
    copied
}

/// Makes an empty file that only this person can read, and its folder.
fn make(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(|_| ())
}

/// Makes a folder, and those above it, for this person alone.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn is_busy(error: &LibraryFileError) -> bool {
    matches!(error, LibraryFileError::Busy { .. })
}

/// Whether the file, or what SQLite keeps beside it, may have been renamed while it was opened.
fn was_moved(error: &LibraryFileError) -> bool {
    let LibraryFileError::Sqlite { source, .. } = error else { return false };
    matches!(source.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure))
}

/// Locks the folder of the library, so that only one process sets a file aside. The lock ends when the
/// result is dropped. `None` where folders can't be locked.
fn lock(path: &Path) -> Result<Option<File>, LibraryFileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(folder) = File::open(folder) else { return Ok(None) };
    let begun = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(LibraryFileError::Busy { path: path.to_owned() }),
        }
    }
}

/// Renames the file and what SQLite keeps beside it; returns the new name.
fn set_aside(path: &Path, stamp: &str) -> std::io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let named = |n: usize| {
        let number = if n == 0 { String::new() } else { format!("-{n}") };
        path.with_file_name(format!("{stem}.damaged-{stamp}{number}{extension}"))
    };
    let aside = (0..).map(named).find(|name| !name.exists()).unwrap_or_else(|| named(0));
    // The file itself comes last: after that, another process may make new ones of these names.
    for ending in BESIDE {
        let name = |of: &Path| {
            let mut name = OsString::from(of.as_os_str());
            name.push(ending);
            PathBuf::from(name)
        };
        if name(path).exists() {
            fs::rename(name(path), name(&aside))?;
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}
