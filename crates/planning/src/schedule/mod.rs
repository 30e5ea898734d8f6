//! What is due.

/// The doors of this system.
#[must_use]
pub fn routes() -> web::Routes {
    web::Routes::new("schedule")
}
