// The worker's entry points: what the page's background worker calls in the engine.
extern "C" __attribute__((used)) int caplab_worker_version() { return 1; }
