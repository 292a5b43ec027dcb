package dev.rollcall.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.document.RunDocument;
import dev.rollcall.history.Chronicle;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.Retention;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.Probes;
import dev.rollcall.report.Format;
import dev.rollcall.sample.RunBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A defect in one rule, wherever it shows, is INTERNAL for that rule and for nothing else. */
class ContainmentTest {
  private static final Instant START = Instant.parse("2026-11-22T18:20:05Z");

  /** A handshake without a certificate: no protocol observes it, and the judge does not bear it. */
  private static final Observation.Tls BARE =
      new Observation.Tls(
          "TLSv1.3",
          "",
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Observation.Anchor.INTERNAL,
          "",
          true);

  @TempDir private Path folder;

  /** An attempt of a time that no arithmetic bears: what it stands for is any defect. */
  private static Attempt taking(long seconds) {
    return Attempt.bare(
        START,
        Duration.ofSeconds(seconds),
        "127.0.0.1",
        new Outcome.Answered(List.of(new Observation.Fact("made-up.fact", "x")), List.of()));
  }

  private static RuleResult result(String id, Status status, Attempt... attempts) throws Exception {
    Finding finding =
        new Finding(
            Probes.route(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                dev.rollcall.model.path.Transport.TCP),
            "made-up",
            true,
            Optional.empty(),
            List.of(attempts),
            List.of());
    return new RuleResult(
        PlanRunner.rule(id, 1),
        new Evidence.Probed(List.of(), List.of(finding), true),
        new Verdict(status, "it was judged", Optional.empty(), Optional.empty(), "", List.of()),
        Duration.ofMillis(2));
  }

  private static Run run(RuleResult... results) {
    return RunBuilder.run(results).catalogue("own", "Own").at(START).build();
  }

  /** Of three rules the one in the middle breaks whatever sums up its times. */
  private static Run broken() throws Exception {
    return run(
        result("first", Status.PASS, taking(1)),
        result("bad", Status.FAIL, taking(Long.MAX_VALUE), taking(Long.MIN_VALUE)),
        result("last", Status.WARN, taking(1)));
  }

  private static void assertInternal(RuleResult result) {
    Verdict verdict = result.verdict();
    assertEquals(Status.INCONCLUSIVE, verdict.status());
    assertEquals(FaultKind.INTERNAL, verdict.cause().orElseThrow().kind());
    assertEquals(Optional.of(Owner.ROLLCALL), verdict.owner());
  }

  private static List<Status> statuses(Run run) {
    return run.results().stream().map(result -> result.verdict().status()).toList();
  }

  @Test
  void aDefectOfTheJudgeLeavesTheRunWhole() throws Exception {
    Run run =
        PlanRunner.called(
            new RunExecutor(Protocols.ALL, false, 0),
            PlanRunner.planned("first", 1, session -> session.observe("made-up.fact", "x")),
            PlanRunner.planned("bad", 1, session -> session.observe(BARE)),
            PlanRunner.planned(
                "worse",
                1,
                session -> {
                  throw new StackOverflowError();
                }),
            PlanRunner.planned("last", 1, session -> session.observe("made-up.fact", "y")));
    assertEquals(
        List.of(Status.PASS, Status.INCONCLUSIVE, Status.INCONCLUSIVE, Status.PASS), statuses(run));
    assertInternal(run.results().get(1));
    assertTrue(
        run.results().get(1).verdict().summary().contains("while judging this rule"),
        run::toString);
    assertInternal(run.results().get(2));
    for (Format format : Format.values()) {
      String report = new String(format.report().render(run), UTF_8);
      assertTrue(report.contains("INTERNAL"), report);
      assertEquals(format != Format.CHANGE_REQUEST, report.contains("last"), report);
    }
    assertEquals(ExitCode.INCONCLUSIVE, ExitCode.of(run.status(), false, false));
  }

  @Test
  void aRuleThatAReportCannotBeMadeOfIsInternalInEveryReport() throws Exception {
    List<Format> formats = List.of(Format.values());
    Run inEach =
        Containment.of(
            broken(),
            formats.stream()
                .map(format -> Containment.Use.report(format, format.report()::render))
                .toList());
    assertInternalInEach(formats, inEach);
    List<Format> several =
        List.of(Format.JUNIT, Format.CONSOLE, Format.HTML, Format.GITHUB_SUMMARY);
    Run inMatrix =
        Containment.of(
            broken(),
            several.stream()
                .map(
                    format ->
                        Containment.Use.report(format, one -> format.several(List.of(one), true)))
                .toList());
    assertInternalInEach(several, inMatrix);
    for (Format format : several) {
      String report =
          new String(format.several(List.of(inMatrix, inMatrix), true).orElseThrow(), UTF_8);
      assertTrue(report.contains("INTERNAL"), report);
    }
  }

  private static void assertInternalInEach(List<Format> formats, Run run) {
    assertEquals(List.of(Status.PASS, Status.INCONCLUSIVE, Status.WARN), statuses(run));
    assertInternal(run.results().get(1));
    assertEquals(List.of("it was FAIL before"), run.results().get(1).verdict().remarks());
    for (Format format : formats) {
      String report = new String(format.report().render(run), UTF_8);
      for (String text : List.of("bad", "INTERNAL")) {
        assertTrue(report.contains(text), report);
      }
      for (String passing : List.of("first", "last")) {
        assertEquals(format != Format.CHANGE_REQUEST, report.contains(passing), report);
      }
    }
  }

  @Test
  void whatTheHistoryCannotKeepIsInternalThereToo() throws Exception {
    Series series = new Series("own", Vantage.APPSANYWHERE);
    Path history = folder.resolve("history");
    try (Chronicle chronicle = Chronicle.open(history, "check", series, Set.of())) {
      Run contained =
          Containment.of(
              broken(),
              List.of(
                  new Containment.Use(
                      "keeping it in the history", run -> chronicle.rehearse(run, false))));
      assertEquals(List.of(Status.PASS, Status.INCONCLUSIVE, Status.WARN), statuses(contained));
      assertInternal(contained.results().get(1));
      assertEquals(
          List.of(), chronicle.compare(contained, false).keep(true, true, Retention.DEFAULT));
    }
    try (Chronicle chronicle = Chronicle.open(history, "check", series, Set.of())) {
      Run sound =
          run(
              result("first", Status.PASS, taking(1)),
              result("bad", Status.PASS, taking(1)),
              result("last", Status.WARN, taking(1)));
      chronicle.rehearse(sound, false);
      assertEquals(
          List.of("bad"),
          chronicle.compare(sound, false).drift().orElseThrow().standing().stream()
              .map(one -> one.change().rule())
              .distinct()
              .toList());
    }
  }

  private static Containment.Use failing(String id, Throwable defect, List<Integer> sizes) {
    return new Containment.Use(
        "testing",
        run -> {
          sizes.add(run.results().size());
          boolean there = run.results().stream().anyMatch(one -> one.rule().id().equals(id));
          boolean evidence =
              run.results().stream()
                  .filter(one -> one.rule().id().equals(id))
                  .anyMatch(one -> !((Evidence.Probed) one.evidence()).findings().isEmpty());
          if (id.isEmpty() || (there && evidence)) {
            throw defect instanceof Error error ? error : new AssertionError(defect);
          }
        });
  }

  @Test
  void onlyTheRuleThatBreaksIsReplaced() throws Exception {
    Run run =
        run(
            result("first", Status.PASS, taking(1)),
            result("bad", Status.PASS, taking(1)),
            result("last", Status.PASS, taking(1)));
    for (Error defect : List.of(new StackOverflowError(), new OutOfMemoryError())) {
      Run contained = Containment.of(run, List.of(failing("bad", defect, new ArrayList<>())));
      assertSame(run.results().get(0), contained.results().get(0));
      assertInternal(contained.results().get(1));
      assertSame(run.results().get(2), contained.results().get(2));
    }
    List<Integer> sizes = new ArrayList<>();
    assertSame(run, Containment.of(run, List.of(failing("other", new Error(), sizes))));
    assertEquals(List.of(3), sizes, "a sound run is looked at once");
  }

  @Test
  void aDefectOfTheReportItselfIsNoRules() throws Exception {
    Run run = run(result("first", Status.PASS, taking(1)));
    assertSame(run, Containment.of(run, List.of(failing("", new Error(), new ArrayList<>()))));
    Path json = folder.resolve("run.json");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Failures failures =
        ReportOutputs.write(
            sink -> {
              if (sink.format() == Format.JUNIT) {
                throw new IllegalStateException("planted");
              }
              return RunDocument.write(run);
            },
            List.of(
                new ReportOutputs.Sink(Format.JUNIT, folder.resolve("junit.xml").toString()),
                new ReportOutputs.Sink(Format.JSON, json.toString())),
            new PrintStream(out, true, UTF_8));
    assertEquals(ExitCode.INTERNAL, failures.code());
    assertEquals(1, failures.sentences().size());
    String said = failures.sentences().get(0);
    assertTrue(said.startsWith("Rollcall failed while writing the junit report: "), said);
    assertFalse(said.contains("planted"), said);
    assertFalse(Files.exists(folder.resolve("junit.xml")));
    assertEquals(run, RunDocument.read(json));
  }

  @Test
  void theGravestFailureDecidesTheExitCode() {
    Failures failures = new Failures();
    assertEquals(ExitCode.READY, failures.code());
    failures.add("the disk is full");
    assertEquals(ExitCode.UNWRITABLE, failures.code());
    assertEquals(Optional.of("x"), failures.contain("testing", () -> Optional.of("x")));
    assertEquals(
        Optional.empty(),
        failures.contain(
            "testing",
            () -> {
              throw new StackOverflowError();
            }));
    assertEquals(ExitCode.INTERNAL, failures.code());
    failures.add("the disk is still full");
    assertEquals(ExitCode.INTERNAL, failures.code());
  }
}
