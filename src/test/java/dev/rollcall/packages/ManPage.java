package dev.rollcall.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's help as a manual page (man(7)). */
final class ManPage {
  private final String version;
  private final String date;

  /**
   * @param date as YYYY-MM-DD
   */
  ManPage(String version, String date) {
    this.version = version;
    this.date = date;
  }

  String of(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    String name = spec.qualifiedName("-");
    List<String> page = new ArrayList<>();
    page.add(
        ".TH \"%s\" \"1\" \"%s\" \"rollcall %s\" \"Rollcall\""
            .formatted(name.toUpperCase(Locale.ROOT), date, version));
    page.add(".SH NAME");
    String description = join(spec.usageMessage().description());
    int sentence = description.indexOf(". ");
    page.add(
        escaped(name)
            + " \\- "
            + escaped(
                (sentence < 0 ? description : description.substring(0, sentence))
                    .replaceFirst("\\.$", "")));
    page.add(".SH SYNOPSIS");
    page.add(escaped(line.getHelp().synopsis(0).strip()));
    page.add(".SH DESCRIPTION");
    page.add(escaped(description));
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      entry(page, "\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter);
    }
    page.add(".SH OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        entry(page, label(option), option);
      }
    }
    commands(page, line);
    codes(page, spec.usageMessage().exitCodeList());
    page.add(".SH SEE ALSO");
    page.add(spec.parent() == null ? others(line) : "\\fBrollcall\\fR(1)");
    return String.join("\n", page) + "\n";
  }

  private static void entry(List<String> page, String label, ArgSpec arg) {
    page.add(".TP");
    page.add(label);
    page.add(escaped(join(arg.description())));
  }

  private static String label(OptionSpec option) {
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      names.add("\\fB" + escaped(name) + "\\fR");
    }
    String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    return String.join(", ", names) + value;
  }

  private static void commands(List<String> page, CommandLine line) {
    if (line.getSubcommands().isEmpty()) {
      return;
    }
    page.add(".SH COMMANDS");
    for (CommandLine command : line.getSubcommands().values()) {
      page.add(".TP");
      page.add("\\fB" + escaped(command.getCommandName()) + "\\fR");
      page.add(escaped(join(command.getCommandSpec().usageMessage().description())));
    }
  }

  private static void codes(List<String> page, Map<String, String> codes) {
    if (codes.isEmpty()) {
      return;
    }
    page.add(".SH EXIT STATUS");
    codes.forEach(
        (code, meaning) -> {
          page.add(".TP");
          page.add("\\fB" + escaped(code.strip()) + "\\fR");
          page.add(escaped(meaning));
        });
  }

  private static String others(CommandLine line) {
    List<String> others = new ArrayList<>();
    for (CommandLine command : line.getSubcommands().values()) {
      others.add("\\fB" + escaped("rollcall-" + command.getCommandName()) + "\\fR(1)");
    }
    return String.join(", ", others);
  }

  /** In one line; troff breaks it. */
  private static String join(String... lines) {
    return String.join(" ", lines).replaceAll("\\s+", " ").strip();
  }

  /** Text that troff prints as it is; a hyphen stays one that can be copied to a command line. */
  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "\\&...");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
