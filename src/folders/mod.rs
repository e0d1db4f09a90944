//! The files of one person: the notes folder, the notes file of each article,
//! the pages that were fetched, the earlier versions of articles, the files
//! that were exported, the notes being written, the tags in use, the searches, what can be undone, and the file of the library with the
//! articles and notes in it. It also has the bundled samples and applies a person's corrections to an
//! analysis.

pub mod analysis_with_corrections;
pub mod article_record;
pub mod drafts;
pub mod editor_folder;
pub mod exported;
pub mod library_file;
pub mod locate;
pub mod moment;
pub mod notes_in_library;
pub mod notes_index;
pub mod pages;
pub mod places;
pub mod reader_state;
pub mod samples;
pub mod searches;
pub mod snapshots;
pub mod tags;
pub mod undo;
pub mod welcome;

pub use drafts::{Draft, Drafts, drafts_folder};
pub use editor_folder::EditorFolder;
pub use library_file::{article_named, library_file, open_library, replace_library, update_library};
pub use locate::{notes_file, notes_files};
pub use notes_in_library::update_notes;
pub use notes_index::NotesIndex;
pub use pages::{KeptPage, Pages};
pub use places::{LibraryError, Places, notes_folder};
pub use samples::{SAMPLES, Sample};
pub use snapshots::Snapshots;
pub use tags::tags_in_use;
