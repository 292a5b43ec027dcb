package dev.rollcall.cli;

import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.cli.output.Terminal;
import dev.rollcall.demo.DemoFaults;
import dev.rollcall.files.FileReason;
import dev.rollcall.probe.tls.JavaTls;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.Version;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program's entry: finds the command, runs it, and ends with its exit code. */
@Command(
    name = "rollcall",
    description = "Checks whether an appliance can reach every destination that it depends on.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final String HELP = "help";

  /** The commands of which a reader may want the first lines only, as with head. */
  private static final Set<String> LISTINGS = Set.of("list", "lint", "explain", HELP);

  /** The narrowest width that picocli accepts. */
  private static final int HELP_WIDTH = 55;

  static {
    // From Java 18, reflection makes code for all that it calls, unless this is set before its
    // first call. Most methods and constructors are called a few times only.
    System.setProperty("jdk.reflect.useNativeAccessorOnly", "true");
  }

  @Spec private CommandSpec spec;

  /** Runs the command line and ends the process. */
  public static void main(String[] args) {
    Streams streams = Streams.standard();
    // Here, as it needs no protocol.
    System.exit(asksVersion(args) ? version(streams) : call(streams, Protocols.ALL, args));
  }

  /** Executes the whole command line, with these protocols. */
  static int call(Streams streams, Protocols protocols, String... args) {
    if (asksVersion(args)) {
      return version(streams);
    }
    if (NagiosCall.asked(args)) {
      return new NagiosCall(streams, protocols, args).call();
    }
    CommandLine line = commandLine(streams, protocols, args);
    boolean unknown =
        args.length > 0 && !args[0].startsWith("-") && !line.getSubcommands().containsKey(args[0]);
    // Picocli would show the general help for what follows, if that is --help.
    int code = unknown ? run(line, streams, args[0]) : run(line, streams, args);
    boolean mayBeCut = args.length > 0 && LISTINGS.contains(args[0]);
    return mayBeCut && streams.out().checkError() && streams.readerLeft()
        ? code
        : written(code, streams);
  }

  /** Whether nothing but the version is asked for. */
  private static boolean asksVersion(String... args) {
    return args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"));
  }

  /** Prints it without picocli, which takes longer. */
  private static int version(Streams streams) {
    try {
      streams.out().println(Version.text());
    } catch (IOException damagedJar) {
      crash(damagedJar, Streams.writer(streams.err()));
      return ExitCode.INTERNAL;
    }
    return written(ExitCode.READY, streams);
  }

  /** The exit code, or another one if standard output could not be written. */
  private static int written(int code, Streams streams) {
    if (code == ExitCode.INTERNAL || code == ExitCode.UNWRITABLE || !streams.out().checkError()) {
      return code;
    }
    streams.err().println("standard output could not be written: it is closed or full");
    return ExitCode.UNWRITABLE;
  }

  /** Executes; an {@code Error} too ends with the exit code for an internal error. */
  static int run(CommandLine line, Streams streams, String... args) {
    JavaTls.prepare();
    try {
      return line.execute(args);
    } catch (Error e) {
      crash(e, Streams.writer(streams.err()));
      return ExitCode.INTERNAL;
    }
  }

  private static Map<String, Supplier<Object>> commands(Streams streams, Protocols protocols) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("check", () -> new CheckCommand(streams, protocols));
    commands.put("init", () -> new InitCommand(streams, protocols));
    commands.put("list", () -> new ListCommand(streams, protocols));
    commands.put("lint", () -> new LintCommand(streams, protocols));
    commands.put("explain", () -> new ExplainCommand(streams, protocols));
    commands.put("drift", () -> new DriftCommand(streams));
    commands.put("render", () -> new RenderCommand(streams, protocols));
    commands.put("bundle", () -> new BundleCommand(streams, protocols));
    commands.put("answer", () -> new AnswerCommand(streams, protocols));
    commands.put(
        "demo", () -> new DemoCommand(streams, protocols, EnumSet.allOf(DemoFaults.class)));
    commands.put(HELP, HelpCommand::new);
    return commands;
  }

  /**
   * Returns the command line, ready to execute.
   *
   * @param args what it will execute; without, it is the whole one. Picocli reads every field of a
   *     command that it knows, so one that is not asked for would cost time
   */
  public static CommandLine commandLine(Streams streams, Protocols protocols, String... args) {
    Map<String, Supplier<Object>> commands = commands(streams, protocols);
    if (args.length > 0 && commands.containsKey(args[0]) && !args[0].equals(HELP)) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    CommandLine line = new CommandLine(new Main());
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setOut(Streams.writer(streams.out())).setErr(Streams.writer(streams.err()));
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    // Picocli knows NO_COLOR, and not TERM=dumb.
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            Terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    Terminal.asked(System.getenv())
        .ifPresent(columns -> line.setUsageHelpWidth(Math.max(HELP_WIDTH, Math.min(columns, 140))));
    HelpLines.set(line);
    line.registerConverter(Path.class, Main::path);
    // A word that begins with @ is that word, and names no file with more of them.
    line.setExpandAtFiles(false);
    line.setExecutionStrategy(Main::execute);
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler(Main::failed);
    return line;
  }

  /** Prints the help that is asked for, or runs the command where it can find its files. */
  private static int execute(CommandLine.ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    FileReason.ofWorkingFolder()
        .ifPresent(
            why -> {
              List<CommandLine> lines = parsed.asCommandLineList();
              throw new ParameterException(lines.get(lines.size() - 1), why);
            });
    return new CommandLine.RunLast().execute(parsed);
  }

  /** A path; an empty one is mostly a variable that is not set, and would mean this folder. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("the path is empty: name one (is a variable not set?)");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' " + FileReason.of(e));
    }
  }

  /** The error and how to get help, without the whole usage text. */
  private static int usage(ParameterException wrong, String[] args) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println(Printable.line(UsageSentence.of(wrong)));
    if (wrong.getCommandLine().getParent() != null || args.length == 0 || args[0].startsWith("-")) {
      CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    }
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String command = name.replaceFirst("^\\S+", Matcher.quoteReplacement(CommandName.words()));
    err.println("Try '" + command + " --help'.");
    return ExitCode.USAGE;
  }

  private static int failed(Exception thrown, CommandLine line, CommandLine.ParseResult parsed) {
    if (thrown instanceof ComplaintException complaints) {
      line.getErr().println(complaints.getMessage());
      return ExitCode.USAGE;
    }
    crash(thrown, line.getErr());
    return ExitCode.INTERNAL;
  }

  /** The trace may quote a server: each of its lines is made printable. */
  private static void crash(Throwable thrown, PrintWriter err) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    err.println("Rollcall itself failed; please report this:");
    trace.toString().lines().map(Main::traceLine).forEach(err::println);
    err.flush();
  }

  private static String traceLine(String line) {
    String text = line.strip();
    boolean frame = text.startsWith("at ") || text.startsWith("... ");
    return (frame ? "    " : "") + Printable.line(text);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: check, init, list, lint, explain, drift, render, bundle, answer or demo");
  }
}
