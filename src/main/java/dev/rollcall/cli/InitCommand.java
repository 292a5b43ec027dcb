package dev.rollcall.cli;

import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.interview.Dialogue;
import dev.rollcall.cli.interview.EarlyProbe;
import dev.rollcall.cli.interview.GivenAnswers;
import dev.rollcall.cli.interview.Interview;
import dev.rollcall.cli.interview.SafeDialogue;
import dev.rollcall.cli.option.CatalogueOption;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.cli.output.UsedFiles;
import dev.rollcall.cli.send.SecretPlace;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.run.Interruption;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.host.HostKnowledge;
import dev.rollcall.setup.AnswerCheck;
import dev.rollcall.setup.Answers;
import dev.rollcall.setup.Defaults;
import dev.rollcall.setup.DraftFile;
import dev.rollcall.setup.Question;
import dev.rollcall.setup.Questions;
import dev.rollcall.setup.SiteFileText;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.ShellWord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a site file by asking for what is in it. */
@Command(
    name = "init",
    description = {
      "Makes a site file: asks for what your site must fill in, and checks each answer.",
      "What is answered is kept in FILE.draft until the file is finished; start again to go on."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the site file is written",
      "2:the command line or an answer is wrong, or one is missing; no site file was written",
      "3:left before the end, also by a signal; the answers are kept in FILE.draft",
      "70:Rollcall itself failed",
      "74:a file could not be written"
    })
final class InitCommand implements Callable<Integer> {
  private final Streams streams;
  private final Protocols protocols;
  private final Supplier<Dialogue> dialogue;
  private final Supplier<Defaults.Source> host;

  InitCommand(Streams streams, Protocols protocols) {
    this(
        streams,
        protocols,
        () -> Dialogue.standard(streams.out()),
        () -> HostKnowledge.of(streams.environment()));
  }

  /** Asks there, on such a host. */
  InitCommand(
      Streams streams,
      Protocols protocols,
      Supplier<Dialogue> dialogue,
      Supplier<Defaults.Source> host) {
    this.streams = streams;
    this.protocols = protocols;
    this.dialogue = dialogue;
    this.host = host;
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "site.yaml",
      description = "The site file to make; default: site.yaml.")
  private Path file = Path.of("site.yaml");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Answer a question beforehand, such as sql.host=mssql.uni.edu (may be repeated). A"
              + " password's value is where it is kept: "
              + SecretPlace.FORMS
              + ".")
  private Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "--yes",
      description = "Ask nothing: take the default of each question that --set does not answer.")
  private boolean yes;

  @Option(names = "--all", description = "Ask also for what few sites need.")
  private boolean all;

  @Option(
      names = "--probe",
      description =
          "Probe the destinations of each section, such as sql, once it is answered; no login is"
              + " tried.")
  private boolean probe;

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  private boolean overwrite;

  @Mixin private CatalogueOption checks = new CatalogueOption();

  @Override
  public Integer call() throws InterruptedException, ComplaintException {
    try {
      return make();
    } catch (IOException e) {
      streams.err().println(e.getMessage());
      return ExitCode.UNWRITABLE;
    }
  }

  private int make() throws IOException, InterruptedException, ComplaintException {
    if (yes && probe) {
      throw new ParameterException(
          spec.commandLine(),
          "--probe probes while you answer, and --yes asks nothing: leave one of them out; check"
              + " probes the finished file");
    }
    Catalogue catalogue = checks.read(protocols);
    Questions questions = Questions.of(catalogue);
    AtomicFile.check(file);
    DraftFile draft = new DraftFile(file, questions);
    UsedFiles used = UsedFiles.of(spec, "FILE");
    used.keepFrom(file.toString());
    used.keepFrom(draft.file().toString());
    Optional<SafeDialogue> asking =
        yes ? Optional.empty() : Optional.of(new SafeDialogue(dialogue.get()));
    if (Files.exists(file) && !overwrite && !mayReplace(asking)) {
      return ExitCode.USAGE;
    }
    AnswerCheck check = new AnswerCheck(catalogue, questions, file);
    DraftFile.Draft begun =
        draft.exists() ? draft.read() : new DraftFile.Draft(new Answers(), Set.of());
    Answers answers = begun.answers();
    if (answers.size() > 0) {
      streams.out().println("Going on with the answers in " + draft.file() + ".");
    }
    List<String> wrong = new ArrayList<>(GivenAnswers.twice(spec));
    wrong.addAll(GivenAnswers.take(questions, given, answers, check));
    if (!wrong.isEmpty()) {
      wrong.forEach(streams.err()::println);
      return ExitCode.USAGE;
    }
    Set<String> done = new HashSet<>(begun.asked());
    done.addAll(given.keySet());
    questions.missing(answers).forEach(question -> done.remove(question.key()));
    Defaults defaults = new Defaults(questions, host.get());
    if (asking.isEmpty()) {
      return takeDefaults(questions, answers, defaults, check)
          ? finish(catalogue, questions, answers, draft)
          : ExitCode.USAGE;
    }
    boolean ended;
    try (Interruption interruption = new Interruption(() -> interrupted(asking.get(), draft))) {
      interruption.exitsWith(ExitCode.INCONCLUSIVE);
      ended = ask(catalogue, questions, answers, done, asking.get(), defaults, check, draft);
    }
    return ended ? finish(catalogue, questions, answers, draft) : left(draft);
  }

  private void interrupted(SafeDialogue asking, DraftFile draft) {
    if (!asking.end()) {
      streams.out().println();
      streams.out().println("The last answer may be missing.");
    }
    left(draft);
    streams.out().flush();
  }

  private boolean mayReplace(Optional<SafeDialogue> asking) {
    Optional<String> answer =
        asking.flatMap(one -> one.line(file + " exists. Replace it at the end? [y/N] ", true));
    boolean may = answer.filter(text -> text.matches("(?i)y(es)?")).isPresent();
    if (!may) {
      streams
          .err()
          .println(file + " exists and is left as it is; name another file, or add --overwrite");
    }
    return may;
  }

  /** Whether nothing is missing then. */
  private boolean takeDefaults(
      Questions questions, Answers answers, Defaults defaults, AnswerCheck check) {
    for (Question question : questions.all()) {
      boolean open = !answers.has(question.key()) && !given.containsKey(question.key());
      if (open && questions.asked(answers, all).contains(question)) {
        defaults
            .of(question, answers)
            .filter(one -> !one.from().isEmpty())
            .filter(one -> check.objections(answers, question.key(), one.text()).isEmpty())
            .ifPresent(
                one -> {
                  answers.put(question.key(), one.text());
                  streams
                      .out()
                      .println(question.key() + ": " + one.text() + ", from " + one.from());
                });
      }
    }
    List<Question> missing = questions.missing(answers);
    for (Question each : missing) {
      String value = each.example().isEmpty() ? each.kind().sample() : each.example();
      streams
          .err()
          .println(each.key() + " is missing: add --set " + each.key() + "=" + ShellWord.of(value));
    }
    return missing.isEmpty();
  }

  private boolean ask(
      Catalogue catalogue,
      Questions questions,
      Answers answers,
      Set<String> done,
      SafeDialogue dialogue,
      Defaults defaults,
      AnswerCheck check,
      DraftFile draft)
      throws IOException, InterruptedException, ComplaintException {
    PrintStream out = streams.out();
    out.println("Enter takes what stands in [brackets]; - leaves a value empty; ? says more;");
    out.println("< goes back. Ctrl-D or Ctrl-C leaves: start again to go on.");
    Interview interview =
        new Interview(questions, answers, done, dialogue, defaults, check, draft, out);
    if (!probe) {
      return interview.run(all, (section, now) -> {});
    }
    EarlyProbe early = new EarlyProbe(catalogue, protocols, out);
    return interview.run(
        all,
        (section, now) -> {
          if (now.size() > 0) {
            dialogue.during(() -> early.probe(section, check.site(now)));
          }
        });
  }

  private int left(DraftFile draft) {
    String again = CommandName.words() + " init " + ShellWord.of(file.toString());
    PrintStream out = streams.out();
    out.println();
    out.println(
        draft.exists()
            ? "Left. Your answers are in " + draft.file() + "; '" + again + "' goes on."
            : "Left. Nothing was written.");
    return ExitCode.INCONCLUSIVE;
  }

  private int finish(Catalogue catalogue, Questions questions, Answers answers, DraftFile draft)
      throws IOException, ComplaintException {
    byte[] text = SiteFileText.of(questions, answers).getBytes(StandardCharsets.UTF_8);
    Site site = Sites.read(file, text, catalogue);
    UsedFiles.of(spec, "FILE").and(Optional.of(site)).keepFrom(file.toString());
    DraftFile.write(file, text);
    draft.delete();
    PrintStream out = streams.out();
    out.println();
    out.println("Written: " + file + ". Next:");
    for (String command : List.of(" lint --site ", " check --site ")) {
      out.println("  " + CommandName.words() + command + ShellWord.of(file.toString()));
    }
    return ExitCode.READY;
  }
}
