package dev.rollcall.report.text;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The end of the console report: remarks on the run, missing site values, the verdict. */
public final class Summary {
  private Summary() {}

  static void write(Run run, boolean quiet, ConsolePage page) {
    page.blank();
    for (Run.Remark remark : run.remarks()) {
      if (!quiet || remark.status().compareTo(Status.PASS) > 0) {
        page.remark(remark.status(), remark.text());
      }
    }
    TreeSet<String> missing = new TreeSet<>();
    run.results().stream()
        .filter(result -> result.evidence() instanceof Evidence.NotConfigured)
        .forEach(result -> missing.addAll(((Evidence.NotConfigured) result.evidence()).values()));
    if (!missing.isEmpty()) {
      page.text(0, "To fill in, in the site file: " + String.join(", ", missing));
    }
    page.blank();
    page.text(0, counts(run));
    page.text(0, verdict(run));
  }

  /** {@code 37 rules: 33 passed, 1 failed, 3 skipped; 5.06 s}. */
  public static String counts(Run run) {
    List<String> parts = new ArrayList<>();
    add(parts, run.count(Status.PASS), "passed");
    add(parts, run.count(Status.WARN), "passed with a warning");
    add(parts, run.count(Status.INCONCLUSIVE), "inconclusive");
    add(parts, run.count(Status.FAIL), "failed");
    add(parts, run.count(Status.SKIPPED), "skipped");
    return rules(run.results().size())
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

  /** {@code NOT READY: 1 rule failed.} */
  static String verdict(Run run) {
    String early = run.interrupted() ? " The run ended early." : "";
    long failed = run.count(Status.FAIL);
    long undecided = run.count(Status.INCONCLUSIVE);
    long warned = run.count(Status.WARN);
    return switch (run.status()) {
      case FAIL -> "NOT READY" + (failed > 0 ? ": " + rules(failed) + " failed." : ".") + early;
      case INCONCLUSIVE -> {
        String why = undecided > 0 ? ": " + rules(undecided) + " could not be decided." : ".";
        boolean none = run.results().size() == run.count(Status.SKIPPED);
        yield "INCONCLUSIVE" + (none ? ": no rule was probed." : why) + early;
      }
      case WARN ->
          warned > 0 ? "READY, with warnings on " + rules(warned) + "." : "READY, with a warning.";
      case PASS -> "READY";
      case SKIPPED -> "INCONCLUSIVE: no rule was probed.";
    };
  }

  private static String rules(long count) {
    return count + (count == 1 ? " rule" : " rules");
  }
}
