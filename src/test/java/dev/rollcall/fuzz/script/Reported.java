package dev.rollcall.fuzz.script;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.report.Format;
import dev.rollcall.report.request.form.RequestForm;
import dev.rollcall.run.Protocols;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.verdict.Judge;
import dev.rollcall.verdict.advice.OpenServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Goes with what was seen to the end: verdict, every report, and the run document read again. */
public final class Reported {
  private static final Instant START = Instant.parse("2026-11-22T18:20:05.123456789Z");

  private Reported() {}

  /**
   * An attempt, judged and reported.
   *
   * @param whole whether in every format, which takes some time
   */
  static void of(String protocol, Route route, Attempt attempt, boolean whole) {
    Rule rule =
        RuleBuilder.rule("made.up")
            .to(Conversations.HOST, new Port(4711, route.target().port().transport()), protocol)
            .build();
    Finding finding =
        new Finding(route, protocol, true, Optional.empty(), List.of(attempt), List.of());
    Evidence evidence = new Evidence.Probed(List.of(), List.of(finding), true);
    Verdict verdict =
        new Judge(
                LocalDate.of(2026, 11, 22),
                false,
                id -> Optional.empty(),
                Protocols.ALL,
                OpenServers.of(List.of()))
            .judge(rule, evidence);
    Run run = run(List.of(new RuleResult(rule, evidence, verdict, Duration.ofMillis(3))));
    if (whole) {
      of(run);
    } else {
      Format.NAGIOS.report().render(run);
    }
  }

  private static Run run(List<RuleResult> results) {
    return RunBuilder.run(results).at(START).took(Duration.ofMillis(3)).build();
  }

  /** Every report of a run; its document reads back as the same run. */
  public static void of(Run run) {
    for (Format format : Format.values()) {
      format.report().render(run);
    }
    for (RequestForm form : RequestForm.values()) {
      form.render(List.of(run), true);
    }
    Run again;
    try {
      again = RunDocument.read(new ByteArrayInputStream(RunDocument.write(run)), "again");
    } catch (IOException e) {
      throw new AssertionError("the run document does not read back", e);
    }
    if (!again.equals(run)) {
      throw new AssertionError("the run document reads back as another run");
    }
  }
}
