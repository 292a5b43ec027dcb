package dev.rollcall.report.request;

import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.ShellWord;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that proves a change.
 *
 * @param host where to type it
 * @param files as they were given there
 * @param rules ids
 */
public record Recheck(String host, Run.Files files, Vantage vantage, List<String> rules) {
  public Recheck {
    rules = List.copyOf(rules);
  }

  /** The rule, with the one that it is judged by: without its control, silence proves nothing. */
  public static Recheck of(Run run, Rule rule) {
    List<String> rules = new ArrayList<>(List.of(rule.id()));
    rule.judging().expectation().needs().ifPresent(rules::add);
    return new Recheck(run.origin().host(), run.origin().files(), run.origin().vantage(), rules);
  }

  /** One command for each host, vantage and set of files. */
  static List<Recheck> merged(List<Recheck> first, List<Recheck> second) {
    List<Recheck> merged = new ArrayList<>();
    for (Recheck one : Lists.union(first, second)) {
      int same = 0;
      while (same < merged.size() && !merged.get(same).isBeside(one)) {
        same++;
      }
      if (same == merged.size()) {
        merged.add(one);
      } else {
        Recheck other = merged.get(same);
        merged.set(
            same,
            new Recheck(one.host, one.files, one.vantage, Lists.union(other.rules, one.rules)));
      }
    }
    return merged;
  }

  private boolean isBeside(Recheck other) {
    return host.equals(other.host) && files.equals(other.files) && vantage == other.vantage;
  }

  /** For a shell: {@code java -jar rollcall.jar check --site site.yaml --only sql.tds}. */
  public String command() {
    return CommandName.words()
        + " check"
        + files.checks().map(file -> " --checks " + ShellWord.of(file)).orElse("")
        + files.site().map(file -> " --site " + ShellWord.of(file)).orElse("")
        + (vantage == Vantage.APPSANYWHERE ? "" : " --from " + vantage.word())
        + " --only "
        + ShellWord.of(String.join(",", rules));
  }
}
