package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.report.cause.CauseText;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.report.cause.Teams;
import dev.rollcall.text.Counted;
import dev.rollcall.text.ShellWord;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The end of the console report: remarks on the run, missing site values, the verdict. */
public final class Summary {
  /** A word of a redacted bundle in place of another. */
  private static final Pattern PSEUDONYM =
      Pattern.compile("\\bx[0-9bcdfghjklmnpqrstvwxz]{8}\\b", Pattern.CASE_INSENSITIVE);

  private Summary() {}

  static void write(Run run, ConsoleStyle.Detail detail, ConsolePage page) {
    page.blank();
    boolean quiet = detail == ConsoleStyle.Detail.QUIET;
    for (Run.Remark remark : run.remarks()) {
      if (!quiet || remark.status().compareTo(Status.PASS) > 0) {
        page.remark(remark.status(), remark.text());
      }
    }
    Set<String> missing = missing(run);
    if (!missing.isEmpty()) {
      page.text(0, "To fill in, in the site file: " + String.join(", ", missing));
    }
    page.blank();
    page.text(0, counts(run));
    page.text(0, sentence(run));
    if (detail != ConsoleStyle.Detail.VERBOSE) {
      next(run, quiet, page);
    }
  }

  /** The keys that the site file lacks, sorted. */
  public static Set<String> missing(Run run) {
    Set<String> missing = new TreeSet<>();
    for (RuleResult result : run.results()) {
      if (result.evidence() instanceof Evidence.NotConfigured lacking) {
        missing.addAll(lacking.values());
      }
    }
    return missing;
  }

  /** {@code 37 rules: 33 passed, 1 failed, 3 skipped; 5.06 s}. */
  public static String counts(Run run) {
    List<String> parts = new ArrayList<>();
    add(parts, run.count(Status.PASS), "passed");
    add(parts, run.count(Status.WARN), "with a warning");
    add(parts, run.count(Status.INCONCLUSIVE), "inconclusive");
    add(parts, run.count(Status.FAIL), "failed");
    add(parts, run.count(Status.SKIPPED), "skipped");
    return Counted.of(run.results().size(), "rule")
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts))
        + "; "
        + Times.readable(run.took());
  }

  /** Adds a count, unless it is 0. */
  static void add(List<String> parts, long count, String word) {
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  /** {@code NOT READY: 1 rule failed. To act: firewall team 1.} */
  public static String sentence(Run run) {
    return verdict(run) + who(run);
  }

  /** {@code NOT READY: 1 rule failed.} */
  static String verdict(Run run) {
    String early = run.interrupted() ? " The run ended early." : "";
    long failed = run.count(Status.FAIL);
    long undecided = run.count(Status.INCONCLUSIVE);
    long warned = run.count(Status.WARN);
    return switch (run.status()) {
      case FAIL ->
          "NOT READY" + (failed > 0 ? ": " + Counted.of(failed, "rule") + " failed." : ".") + early;
      case INCONCLUSIVE -> {
        String why =
            undecided > 0 ? ": " + Counted.of(undecided, "rule") + " could not be decided." : ".";
        boolean none = run.results().size() == run.count(Status.SKIPPED);
        yield "INCONCLUSIVE" + (none ? ": no rule was probed." : why) + early;
      }
      case WARN -> {
        String warnings = warned > 0 ? "warnings on " + Counted.of(warned, "rule") : "a warning";
        yield run.isStrict()
            ? "NOT READY: " + warnings + ", which --strict does not allow."
            : "READY, with " + warnings + ".";
      }
      case PASS -> "READY";
      case SKIPPED -> "INCONCLUSIVE: no rule was probed.";
    };
  }

  /** How many rules each team has to act on, and whether all failed in the same way. */
  private static String who(Run run) {
    List<FailureGroup> groups = FailureGroup.of(run.with(Status.FAIL));
    if (groups.isEmpty()) {
      return "";
    }
    FailureGroup first = groups.get(0);
    boolean one = groups.size() == 1 && first.rules().size() > 1 && !first.cause().isEmpty();
    Map<String, Integer> counts = new LinkedHashMap<>();
    groups.stream()
        .filter(group -> group.owner().isPresent())
        .forEach(group -> counts.merge(group.title(), group.rules().size(), Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((title, count) -> parts.add(title + " " + count));
    return (one ? " All failed in the same way: " + first.cause() + "." : "")
        + (parts.isEmpty() ? "" : " To act: " + String.join(", ", parts) + ".");
  }

  /** What helps with what was found. */
  private static void next(Run run, boolean quiet, ConsolePage page) {
    List<RuleResult> failed = run.with(Status.FAIL);
    List<RuleResult> open =
        failed.isEmpty() ? run.results().stream().filter(FullRules::inFull).toList() : failed;
    if (open.isEmpty()) {
      if (run.count(Status.WARN) > 0 && !quiet) {
        page.text(0, "Next: --verbose says what to do about each warning.");
      }
      return;
    }
    FailureGroup first = FailureGroup.of(open).get(0);
    if (first.owner().isEmpty() && first.fault().isEmpty()) {
      page.text(0, "Next: --verbose shows every fact.");
      return;
    }
    String cause =
        first
            .fault()
            .map(fault -> CauseText.word(fault.kind()))
            .map(word -> ", \"explain " + word + "\" what its cause means")
            .orElse("");
    Optional<String> checks = run.origin().files().checks();
    if (checks.filter(PSEUDONYM.asPredicate()).isPresent()) {
      // Of a redacted bundle: no catalogue here has these names.
      page.text(0, "Next: --verbose shows every fact.");
      return;
    }
    page.text(
        0,
        "Next: \"explain "
            + first.rules().get(0).rule().id()
            + checks.map(file -> " --checks " + ShellWord.of(file)).orElse("")
            + "\" says how to fix that rule"
            + cause
            + "; --verbose shows every fact"
            + (open.stream().anyMatch(result -> !Teams.of(result).isEmpty())
                ? "; --report change-request=FILE writes what to send to each team."
                : "."));
  }
}
