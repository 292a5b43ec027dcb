package dev.rollcall.packages;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.CatalogueOption;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.Format;
import dev.rollcall.run.Protocols;
import dev.rollcall.setup.Question;
import dev.rollcall.setup.Questions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion for bash and zsh: picocli's script, with the words that an option or a parameter
 * takes. They are added here, so that no start of Rollcall reads the catalogue for them.
 */
final class Completion {
  private static final String QUIET = "type compopt >/dev/null 2>&1 && compopt";

  private Completion() {}

  /**
   * The script for bash.
   *
   * @param line is changed
   */
  static String bash(CommandLine line) throws ComplaintException {
    Catalogue catalogue = new CatalogueOption().read(Protocols.ALL);
    List<String> keys =
        Questions.of(catalogue).all().stream().map(Question::key).map(key -> key + "=").toList();
    List<String> vantages = Arrays.stream(Vantage.values()).map(Vantage::word).toList();
    offer(line, "--set", option -> keys);
    offer(line, "--from", option -> vantages);
    offer(line, "--report", Completion::formats);
    Stream<String> rules = catalogue.rules().stream().map(RuleTemplate::id);
    Stream<String> causes =
        Arrays.stream(FaultKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    CommandSpec explain = line.getSubcommands().get("explain").getCommandSpec();
    PositionalParamSpec rule = explain.positionalParameters().get(0);
    explain.remove(rule);
    explain.addPositional(
        PositionalParamSpec.builder(rule)
            .completionCandidates(Stream.concat(rules, causes).distinct().sorted().toList())
            .build());
    return AutoComplete.bash("rollcall", line)
        .replaceFirst("^#!.*\\n", "")
        // zsh has none, and reads &> in another way.
        .replace("  alias compopt=complete\n", "")
        .replace("type compopt &>/dev/null && compopt", QUIET)
        // A value follows.
        .replaceAll(
            "( +)'--(?:report|set)'\\)\\n +local IFS=.*\\n", "$0$1  " + QUIET + " -o nospace\n")
        // bash takes what follows = for a word of its own.
        .replace(
            "  case ${prev_word} in\n",
            "  case ${prev_word} in\n    '=')\n      local IFS=$'\\n'\n      "
                + QUIET
                + " -o filenames\n      COMPREPLY=( $( compgen -f -- \"${curr_word}\" ) )\n"
                + "      return $?\n      ;;\n");
  }

  /** Every format, or the only one that the command has. */
  private static List<String> formats(OptionSpec option) {
    String format = option.paramLabel().replaceFirst("=.*", "=");
    return format.equals("FORMAT=")
        ? Arrays.stream(Format.values()).map(one -> one.word() + "=").toList()
        : List.of(format);
  }

  /** Offers these words for the option, in every command that has it. */
  private static void offer(
      CommandLine line, String name, Function<OptionSpec, List<String>> words) {
    CommandSpec spec = line.getCommandSpec();
    OptionSpec option = spec.findOption(name);
    if (option != null) {
      spec.remove(option);
      spec.addOption(OptionSpec.builder(option).completionCandidates(words.apply(option)).build());
    }
    line.getSubcommands().values().forEach(command -> offer(command, name, words));
  }

  /** As a function that zsh loads when it is first needed; it completes at once. */
  static String zsh(String bash) {
    return "#compdef rollcall\n"
        + bash.replaceFirst("(?m)^complete -F .*\\n", "")
        + """

        function _rollcall() {
          local -a space=()
          # A value follows.
          [[ ${words[CURRENT-1]} == --(report|set) ]] && space=(-o nospace)
          _bash_complete $space -o default -F _complete_rollcall
        }
        _rollcall
        """;
  }
}
