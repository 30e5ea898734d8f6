//! Values on their way into a statement and out of a row: whole numbers, text, bytes, nothing else.

use std::borrow::Cow;

use kernel::{Date, Id, Instant, Money, Text};

use crate::Error;

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    /// Nothing.
    Null,
    /// A `BIGINT`.
    Int(i64),
    /// A `TEXT`. PostgreSQL holds no NUL character in a text.
    Text(Cow<'a, str>),
    /// A `BYTEA`.
    Bytes(Cow<'a, [u8]>),
}

impl Param<'_> {
    /// The same, holding what it borrowed.
    #[must_use]
    pub fn into_owned(self) -> Param<'static> {
        match self {
            Param::Null => Param::Null,
            Param::Int(n) => Param::Int(n),
            Param::Text(text) => Param::Text(text.into_owned().into()),
            Param::Bytes(bytes) => Param::Bytes(bytes.into_owned().into()),
        }
    }
}

/// What can be bound to `$n`.
pub trait Bind {
    /// The value as the database holds it.
    fn bind(&self) -> Param<'_>;
}

/// A value in a row, borrowed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column<'a> {
    /// Nothing.
    Null,
    /// A `BIGINT`, or a comparison (0 or 1).
    Int(i64),
    /// A `TEXT`.
    Text(&'a str),
    /// A `BYTEA`.
    Bytes(&'a [u8]),
}

impl Column<'_> {
    /// The error of a column that holds something else than `wanted`.
    #[must_use]
    pub fn wrong(&self, wanted: &str) -> Error {
        let found = match self {
            Column::Null => "nothing".to_owned(),
            Column::Int(n) => format!("the number {n}"),
            Column::Text(_) => "a text".to_owned(),
            Column::Bytes(b) => format!("{} bytes", b.len()),
        };
        Error::Wrong(format!("{wanted} expected, {found} found"))
    }
}

/// What can be read from a column.
pub trait FromColumn: Sized {
    /// Reads the value; a fault if it is of another kind or outside the type's range.
    ///
    /// # Errors
    /// [`Error::Wrong`].
    fn from_column(column: Column<'_>) -> Result<Self, Error>;
}

impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self) -> Param<'_> {
        (**self).bind()
    }
}
impl<T: Bind> Bind for Option<T> {
    fn bind(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, Bind::bind)
    }
}
impl Bind for Param<'_> {
    fn bind(&self) -> Param<'_> {
        match self {
            Param::Null => Param::Null,
            Param::Int(n) => Param::Int(*n),
            Param::Text(s) => Param::Text(Cow::Borrowed(s)),
            Param::Bytes(b) => Param::Bytes(Cow::Borrowed(b)),
        }
    }
}
impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        if column == Column::Null {
            Ok(None)
        } else {
            T::from_column(column).map(Some)
        }
    }
}

/// Lets enums be kept by their keys: each has `ALL` of its values and the `key` of each. The text says what is expected
/// where a column holds something else.
///
/// ```
/// #[derive(Clone, Copy, PartialEq, Debug)]
/// enum Size { Small, Large }
/// impl Size {
///     const ALL: &'static [Size] = &[Size::Small, Size::Large];
///     const fn key(self) -> &'static str {
///         match self { Size::Small => "small", Size::Large => "large" }
///     }
/// }
/// store::keyed!(Size, "a size");
/// # use store::{Bind, Column, FromColumn};
/// assert_eq!(Size::from_column(Column::Text("large")).ok(), Some(Size::Large));
/// ```
#[macro_export]
macro_rules! keyed {
    ($kind:ty, $what:expr) => {
        impl $crate::Bind for $kind {
            fn bind(&self) -> $crate::Param<'_> {
                $crate::Param::Text(self.key().into())
            }
        }
        impl $crate::FromColumn for $kind {
            fn from_column(column: $crate::Column<'_>) -> ::core::result::Result<Self, $crate::Error> {
                let found = match column {
                    $crate::Column::Text(key) => Self::ALL.iter().copied().find(|one| one.key() == key),
                    _ => None,
                };
                found.ok_or_else(|| column.wrong($what))
            }
        }
    };
}

/// Gives an enum without data its list, its names in the store, and the ways to bind and to read it.
#[macro_export]
macro_rules! kept_by_key {
    ($kind:ty, $what:literal, $($name:ident $key:literal),+ $(,)?) => {
        impl $kind {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Its name in the store and in word keys.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }
        $crate::keyed!($kind, $what);
    };
}

macro_rules! whole {
    ($($t:ty),*) => {$(
        impl Bind for $t {
            fn bind(&self) -> Param<'_> {
                Param::Int(i64::from(*self))
            }
        }
        impl FromColumn for $t {
            fn from_column(column: Column<'_>) -> Result<Self, Error> {
                match column {
                    Column::Int(n) => Self::try_from(n).map_err(|_| column.wrong(stringify!($t))),
                    _ => Err(column.wrong(stringify!($t))),
                }
            }
        }
    )*};
}
whole!(i64, i32, i16, i8, u32, u16, u8);

impl FromColumn for u64 {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        i64::from_column(column)?.try_into().map_err(|_| column.wrong("u64"))
    }
}
impl FromColumn for usize {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        i64::from_column(column)?.try_into().map_err(|_| column.wrong("usize"))
    }
}

impl Bind for bool {
    fn bind(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}
impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Int(0) => Ok(false),
            Column::Int(1) => Ok(true),
            _ => Err(column.wrong("0 or 1")),
        }
    }
}

macro_rules! text {
    ($($t:ty),*) => {$(
        impl Bind for $t {
            fn bind(&self) -> Param<'_> {
                Param::Text(Cow::Borrowed(self))
            }
        }
    )*};
}
text!(str, String, Cow<'_, str>);

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(s) => Ok(s.to_owned()),
            _ => Err(column.wrong("a text")),
        }
    }
}
impl<const MAX: usize> Bind for Text<MAX> {
    fn bind(&self) -> Param<'_> {
        Param::Text(Cow::Borrowed(self.as_str()))
    }
}
impl<const MAX: usize> FromColumn for Text<MAX> {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(s) => Text::new(s).map_err(|e| Error::Wrong(format!("a text of the product: {e}"))),
            _ => Err(column.wrong("a text")),
        }
    }
}

impl Bind for [u8] {
    fn bind(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}
impl Bind for Vec<u8> {
    fn bind(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}
impl<const N: usize> Bind for [u8; N] {
    fn bind(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}
impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bytes(b) => Ok(b.to_vec()),
            _ => Err(column.wrong("bytes")),
        }
    }
}
impl<const N: usize> FromColumn for [u8; N] {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bytes(b) => b.try_into().map_err(|_| column.wrong(&format!("{N} bytes"))),
            _ => Err(column.wrong("bytes")),
        }
    }
}

impl<K> Bind for Id<K> {
    fn bind(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self.bytes()))
    }
}
impl<K> FromColumn for Id<K> {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bytes(b) => Id::from_bytes(b).ok_or_else(|| column.wrong("an id of 16 bytes")),
            _ => Err(column.wrong("an id of 16 bytes")),
        }
    }
}

impl Bind for Money {
    fn bind(&self) -> Param<'_> {
        Param::Int(self.fen())
    }
}
impl FromColumn for Money {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        i64::from_column(column).map(Money::from_fen)
    }
}
impl Bind for Instant {
    fn bind(&self) -> Param<'_> {
        Param::Int(self.millis())
    }
}
impl FromColumn for Instant {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        i64::from_column(column).map(Instant::from_millis)
    }
}
impl Bind for Date {
    fn bind(&self) -> Param<'_> {
        Param::Text(Cow::Owned(self.to_string()))
    }
}
impl FromColumn for Date {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(s) => s.parse().map_err(|_| column.wrong("a day such as 2026-11-21")),
            _ => Err(column.wrong("a day such as 2026-11-21")),
        }
    }
}
