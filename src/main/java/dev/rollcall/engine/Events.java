package dev.rollcall.engine;

import dev.rollcall.model.Rule;

/** What happens during a run, for a progress display. Called from many threads. */
public interface Events {
  /** Ignores all events. */
  Events NONE =
      new Events() {
        @Override
        public void started(Rule rule) {}

        @Override
        public void finished(Gathered gathered) {}
      };

  void started(Rule rule);

  void finished(Gathered gathered);
}
