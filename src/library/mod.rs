//! Where a person's notes are: the folder, the file of each article, the tags
//! in use across all of them, and the pages that were fetched; what was
//! corrected, applied; the articles as they were when they were read; and the
//! files that were exported.

pub mod corrected;
pub mod exported;
pub mod folder;
pub mod pages;
pub mod samples;
pub mod snapshots;
pub mod tags;

pub use folder::{
    LibraryError, Places, notes_file, notes_file_named, notes_file_of, notes_file_with, notes_files, notes_folder,
};
pub use pages::{Kept, Pages};
pub use samples::{SAMPLES, Sample};
pub use snapshots::Snapshots;
pub use tags::tags_in_use;
