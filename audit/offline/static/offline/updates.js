// The service worker: registered once, its next version offered and never forced.

export class Updates {
  /** offered(): a new version is on the tablet and waits. */
  constructor(offered) {
    Object.assign(this, { offered, waiting: null });
  }

  async start() {
    const worker = navigator.serviceWorker;
    let taken = Boolean(worker.controller);
    worker.addEventListener("controllerchange", () => {
      if (taken && this.taking) location.reload();
      taken = true;
    });
    try {
      const registration = await worker.register(document.body.dataset.worker, { scope: "/tablet/", updateViaCache: "none" });
      this.watch(registration);
      document.addEventListener("visibilitychange", () => { if (!document.hidden && navigator.onLine) registration.update().catch(() => undefined); });
    } catch { /* without a network the version that is here goes on */ }
  }

  watch(registration) {
    const look = () => {
      if (registration.waiting && navigator.serviceWorker.controller) {
        this.waiting = registration.waiting;
        this.offered();
      }
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    look();
  }

  take() {
    this.taking = true;
    this.waiting.postMessage("take over");
  }
}
