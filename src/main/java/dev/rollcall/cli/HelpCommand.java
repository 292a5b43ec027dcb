package dev.rollcall.cli;

import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.text.CommandName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what {@code --help} shows. */
@Command(
    name = "help",
    description = "Shows the help of rollcall, or of one command: help check.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the help is shown",
      "2:there is no such command",
      "70:Rollcall itself failed",
      "74:standard output could not be written"
    })
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command; default: none.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine shown = spec.commandLine().getParent();
    for (String word : words) {
      CommandLine inner = shown.getSubcommands().get(word);
      if (inner == null) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no command '"
                + String.join(" ", words)
                + "': '"
                + CommandName.words()
                + " help' lists the commands");
      }
      shown = inner;
    }
    shown.usage(shown.getOut());
    return ExitCode.READY;
  }
}
