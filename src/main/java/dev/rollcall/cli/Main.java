package dev.rollcall.cli;

import dev.rollcall.catalogue.ComplaintException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's entry: finds the command, runs it, and ends with its exit code. */
@Command(
    name = "rollcall",
    description = "Calls the roll of every destination that an appliance depends on.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckCommand.class,
      ListCommand.class,
      LintCommand.class,
      ExplainCommand.class,
      RenderCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command line and ends the process. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the whole command line, ready to execute. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler(Main::failed);
    return line;
  }

  /** A sentence and the way to help; the whole usage text would bury the sentence. */
  private static int usage(ParameterException wrong, String[] args) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println(wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static int failed(Exception thrown, CommandLine line, CommandLine.ParseResult parsed) {
    if (thrown instanceof ComplaintException complaints) {
      line.getErr().println(complaints.getMessage());
      return ExitCode.USAGE;
    }
    line.getErr().println("Rollcall itself failed; please report this:");
    thrown.printStackTrace(line.getErr());
    return ExitCode.INTERNAL;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
