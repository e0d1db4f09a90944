//! The functions that this crate adds to SQL. The tables and views do without them, so that
//! other programs can read the file.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::query::sql::folded;

/// Adds `folded(text)`, which is the text in lower case without diacritics, and `host(address)`,
/// which is the host of an address without `www.`.
pub(super) fn add(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded", 1, flags, |context| {
        Ok(context.get::<Option<String>>(0)?.map(|text| folded(&text)))
    })?;
    connection.create_scalar_function("host", 1, flags, |context| {
        Ok(context.get::<Option<String>>(0)?.as_deref().and_then(host))
    })
}

fn host(address: &str) -> Option<String> {
    let address = url::Url::parse(address).ok()?;
    let host = address.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}
