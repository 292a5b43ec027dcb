package dev.rollcall.report.notice;

import static dev.rollcall.report.notice.Notices.change;
import static dev.rollcall.report.notice.Notices.drift;
import static dev.rollcall.report.notice.Notices.flapping;
import static dev.rollcall.report.notice.Notices.fresh;
import static dev.rollcall.report.notice.Notices.old;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.SampleRun;
import dev.rollcall.sample.RunBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a notification is due, and what it says. */
class NoticeTest {
  private static final Run READY = SampleRun.ready();
  private static final Change BROKEN = change("a", "x", Change.Rank.BROKEN);
  private static final Change ROUTINE = change("b", "y", Change.Rank.ROUTINE);

  private static boolean due(Run run, Drift drift) {
    Notice notice = new Notice(run, Optional.of(drift));
    assertTrue(notice.due(false), "each run");
    return notice.due(true);
  }

  @Test
  void withoutSomethingToCompareWithWhatIsNotReadyIsNews() {
    assertTrue(Notices.without(READY).due(false));
    assertEquals(false, Notices.without(READY).due(true));
    assertEquals(true, Notices.without(SampleRun.everything()).due(true));
    assertEquals(true, Notices.without(SampleRun.empty()).due(true), "nothing was probed");
  }

  /** Its exit code and its verdict say so. */
  @Test
  void withStrictAWarningIsNotReady() {
    Run warns = RunBuilder.run(READY.results()).remarks(new Run.Remark(Status.WARN, "x")).build();
    assertEquals(false, Notices.without(warns).due(true));
    assertEquals(true, Notices.without(warns.strictly()).due(true));
    assertEquals(false, Notices.without(READY.strictly()).due(true));
  }

  @Test
  void newsIsWhatNeedsALookOrItsEnd() {
    Run failing = SampleRun.everything();
    assertEquals(false, due(failing, drift(List.of(), List.of(), List.of())));
    assertEquals(false, due(failing, drift(List.of(old(BROKEN)), List.of(), List.of())));
    assertEquals(true, due(failing, drift(List.of(fresh(BROKEN)), List.of(), List.of())));
    assertEquals(true, due(READY, drift(List.of(), List.of(fresh(BROKEN)), List.of())));
    assertEquals(false, due(READY, drift(List.of(fresh(ROUTINE)), List.of(), List.of())));
    assertEquals(false, due(READY, drift(List.of(), List.of(fresh(ROUTINE)), List.of())));
    for (Drift.Flapping.State state : Drift.Flapping.State.values()) {
      assertEquals(
          state != Drift.Flapping.State.GOES_ON,
          due(READY, drift(List.of(), List.of(), List.of(flapping(BROKEN, state)))));
    }
  }

  @Test
  void saysOnlyWhatIsNew() {
    Drift drift =
        drift(
            List.of(fresh(BROKEN), old(change("old", "o", Change.Rank.BROKEN))),
            List.of(fresh(ROUTINE)),
            List.of(flapping(BROKEN, Drift.Flapping.State.SETTLED)));
    Notice.Part changed = new Notice(READY, Optional.of(drift)).parts().get(0);
    assertEquals("Changed: 1 broken, 1 as before again, 1 settled", changed.heading());
    assertEquals(
        List.of(
            new Notice.Line("a", "", "server: x: x; was: x"),
            new Notice.Line("b", "", "server: y again; had been: y"),
            new Notice.Line("a", "", "server is stable again: x")),
        changed.first(100));
  }
}
