//! Reading files that a person or another program put somewhere: only regular
//! files, and only up to a size. A pipe without a writer would never end, and a
//! device gives bytes for ever.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Opens the regular file at `path`, also through links. A pipe that this
/// process was started with, such as `/dev/fd/63` of a shell's `<(…)`, is
/// opened, too.
///
/// # Errors
/// If there is no file or it can't be opened. For a folder, a pipe, a device or
/// a socket the message says so, as the end of a sentence.
pub fn open(path: &Path) -> io::Result<File> {
    // Opening a pipe waits for its writer, so its kind has to be known before.
    check(path, &fs::metadata(path)?)?;
    let file = File::open(path)?;
    check(path, &file.metadata()?)?;
    Ok(file)
}

/// The bytes of the regular file at `path`.
///
/// # Errors
/// As [`open`], or if it has more than `limit` bytes.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let length = file.metadata()?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default().saturating_add(1));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let most = if limit < 1_000_000 { format!("{limit} bytes") } else { format!("{} MB", limit / 1_000_000) };
        return Err(io::Error::new(
            ErrorKind::FileTooLarge,
            format!("it is larger than {most}, the most that is read"),
        ));
    }
    Ok(bytes)
}

/// The text of the regular file at `path`.
///
/// # Errors
/// As [`read`], or if it is not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    let text = String::from_utf8(read(path, limit)?);
    text.map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

/// Whether the error of [`open`] or [`read`] means that the path names
/// something that is not a regular file.
#[must_use]
pub fn is_of_another_kind(error: &io::Error) -> bool {
    error.kind() == ErrorKind::InvalidInput && error.raw_os_error().is_none()
}

/// Makes the folder and those above it that do not exist, for this user alone.
///
/// # Errors
/// If a folder can't be made, or there is a file of that name.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn check(path: &Path, metadata: &Metadata) -> io::Result<()> {
    let kind = metadata.file_type();
    let what = if kind.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder, not a file"));
    } else if kind.is_file() || is_inherited(path) {
        return Ok(());
    } else {
        special_kind(kind)
    };
    Err(io::Error::new(ErrorKind::InvalidInput, format!("it is {what}, not a file")))
}

/// Whether the path names a pipe or a file that is open already.
fn is_inherited(path: &Path) -> bool {
    ["/dev/fd", "/proc/self/fd", "/dev/stdin"].iter().any(|folder| path.starts_with(folder))
}

#[cfg(unix)]
fn special_kind(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special_kind(_: fs::FileType) -> &'static str {
    "a device"
}
