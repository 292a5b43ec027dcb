package dev.rollcall.cli;

import dev.rollcall.catalogue.yaml.SpellingHint;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong on the command line, without the words of picocli that only programmers know. */
final class UsageSentence {
  private static final Pattern FLAG =
      Pattern.compile("Invalid value for option '(--[a-z-]+)'.*: '(.*)' is not a boolean");
  private static final Pattern EXCLUSIVE =
      Pattern.compile("(.*) are mutually exclusive \\(specify only one\\)");

  private UsageSentence() {}

  static String of(ParameterException wrong) {
    // Without picocli's own prefix, and a word that it says twice.
    String said =
        String.valueOf(wrong.getMessage())
            .replaceFirst("^Error: ", "")
            .replaceFirst("\\boption option\\b", "option");
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unmatched.isUnknownOption() ? unknown(unmatched) : unmatched(unmatched);
    }
    Matcher exclusive = EXCLUSIVE.matcher(said);
    if (wrong instanceof MutuallyExclusiveArgsException && exclusive.matches()) {
      return exclusive.group(1).replace(", ", " and ") + " cannot be combined: give one of them";
    }
    Matcher flag = FLAG.matcher(said);
    return flag.matches()
        ? flag.group(1) + " takes no value: leave out '=" + flag.group(2) + "'"
        : said;
  }

  /** Picocli also names the values that follow. */
  private static String unknown(UnmatchedArgumentException wrong) {
    List<String> options =
        wrong.getUnmatched().stream().filter(word -> word.startsWith("-")).distinct().toList();
    return (options.size() == 1 ? "Unknown option: '" : "Unknown options: '")
        + String.join("', '", options)
        + "'";
  }

  private static String unmatched(UnmatchedArgumentException wrong) {
    List<String> words = wrong.getUnmatched();
    if (wrong.getCommandLine().getParent() == null) {
      Set<String> commands = wrong.getCommandLine().getSubcommands().keySet();
      String near = SpellingHint.hint(words.get(0), commands);
      return "there is no command '"
          + words.get(0)
          + "'"
          + (near.isEmpty() ? "; the commands are " + String.join(", ", commands) : near);
    }
    return "'"
        + String.join("' and '", words)
        + "' "
        + (words.size() == 1 ? "is" : "are")
        + " not expected here";
  }
}
