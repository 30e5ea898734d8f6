//! Counters and timings for operators, at `/metrics`.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

/// Where requests are counted. One a server, so that tests do not share it.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

impl Default for Metrics {
    fn default() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        Self { recorder, handle }
    }
}

impl Metrics {
    /// Counts one answered request: the route's pattern (never the path), the status, seconds taken.
    pub fn answered(&self, route: &'static str, status: u16, seconds: f64) {
        metrics::with_local_recorder(&self.recorder, || {
            metrics::counter!("zhijia_requests_total", "route" => route, "status" => status.to_string()).increment(1);
            metrics::histogram!("zhijia_request_seconds", "route" => route).record(seconds);
        });
    }
    /// The text for a scraper.
    #[must_use]
    pub fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }
}
