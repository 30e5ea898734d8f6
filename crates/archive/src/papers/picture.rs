//! Pictures: decoded within limits to prove them whole, measured, made small, freed of metadata.

use std::{
    io::Cursor,
    sync::{Mutex, PoisonError},
};

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use kernel::Date;

use super::{
    model::{Kind, POINTS_MAX, SIDE_MAX, THUMB, Unfit},
    strip,
};

/// A picture that has proved whole.
#[derive(Debug)]
pub(crate) struct Picture {
    /// The bytes to keep: freed of metadata, unless the place is to be kept.
    pub bytes: Vec<u8>,
    /// What they are.
    pub kind: Kind,
    /// Width and height as looked at.
    pub size: (u32, u32),
    /// A small JPEG.
    pub thumb: Vec<u8>,
    /// The day it was taken.
    pub taken_on: Option<Date>,
}

/// Only one large picture is decoded at a time: each takes up to 200 MB for a moment.
static LARGE: Mutex<()> = Mutex::new(());
/// More points than this are large.
const LARGE_POINTS: u64 = 12_000_000;
/// Quality of thumbnails, of 100.
const QUALITY: u8 = 78;

/// Decodes and prepares a picture.
pub(crate) fn ready(bytes: &[u8], kind: Kind, keep_place: bool) -> Result<Picture, Unfit> {
    let (exif, orientation, image) = decode(bytes, kind)?;
    let taken_on = exif.and_then(taken_on);
    let mut seen = image;
    seen.apply_orientation(orientation);
    let size = (seen.width(), seen.height());
    let thumb = thumb(&seen)?;
    let (bytes, kind) = match (keep_place, kind) {
        (true, _) => (bytes.to_vec(), kind),
        (false, Kind::Jpeg) => (strip::jpeg(bytes, orientation.to_exif()).ok_or(Unfit::Damaged)?, kind),
        (false, _) if orientation != Orientation::NoTransforms => (again(&seen)?, Kind::Png),
        (false, Kind::Webp) => (strip::webp(bytes).ok_or(Unfit::Damaged)?, kind),
        (false, _) => (strip::png(bytes).ok_or(Unfit::Damaged)?, kind),
    };
    Ok(Picture {
        bytes,
        kind,
        size,
        thumb,
        taken_on,
    })
}

type Decoded = (Option<Vec<u8>>, Orientation, DynamicImage);

/// The metadata, which side is up, and the picture.
fn decode(bytes: &[u8], kind: Kind) -> Result<Decoded, Unfit> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        _ => return Err(Unfit::Unknown),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(POINTS_MAX * 4 + 64 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unfit)?;
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points == 0 {
        return Err(Unfit::Damaged);
    }
    // Sixteen bits a colour take twice the room.
    if points > POINTS_MAX || decoder.total_bytes() > POINTS_MAX * 4 {
        return Err(Unfit::Bomb);
    }
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let _one_at_a_time = (points > LARGE_POINTS).then(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let image = DynamicImage::from_decoder(decoder).map_err(unfit)?;
    Ok((exif, orientation, image))
}

fn unfit(e: image::ImageError) -> Unfit {
    if matches!(e, image::ImageError::Limits(_)) {
        Unfit::Bomb
    } else {
        Unfit::Damaged
    }
}

/// A small JPEG; what is transparent becomes white.
fn thumb(image: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let small = if image.width() > THUMB || image.height() > THUMB {
        image.thumbnail(THUMB, THUMB)
    } else {
        image.clone()
    };
    let small = small.to_rgba8();
    let on_white = RgbImage::from_fn(small.width(), small.height(), |x, y| {
        let [r, g, b, a] = small.get_pixel(x, y).0;
        let mix = |c: u8| u8::try_from((u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a))) / 255).unwrap_or(255);
        image::Rgb([mix(r), mix(g), mix(b)])
    });
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY)
        .encode_image(&on_white)
        .map_err(|_| Unfit::Damaged)?;
    Ok(out)
}

/// The picture written anew, upright.
fn again(image: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, ImageFormat::Png).map_err(|_| Unfit::Damaged)?;
    Ok(out.into_inner())
}

/// The day of EXIF's DateTimeOriginal.
fn taken_on(raw: Vec<u8>) -> Option<Date> {
    let exif = exif::Reader::new().read_raw(raw).ok()?;
    let field = exif.get_field(exif::Tag::DateTimeOriginal, exif::In::PRIMARY)?;
    let exif::Value::Ascii(texts) = &field.value else {
        return None;
    };
    let at = exif::DateTime::from_ascii(texts.first()?).ok()?;
    Date::new(
        i16::try_from(at.year).ok()?,
        i8::try_from(at.month).ok()?,
        i8::try_from(at.day).ok()?,
    )
    .ok()
}
