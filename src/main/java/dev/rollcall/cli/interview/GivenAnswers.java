package dev.rollcall.cli.interview;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.yaml.SpellingHint;
import dev.rollcall.cli.send.SecretPlace;
import dev.rollcall.setup.AnswerCheck;
import dev.rollcall.setup.Answers;
import dev.rollcall.setup.Question;
import dev.rollcall.setup.Questions;
import dev.rollcall.text.CommandName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The answers of the command line: {@code --set KEY=VALUE}. */
public final class GivenAnswers {
  private static final String OPTION = "--set";

  private final Questions questions;
  private final Map<String, String> given;
  private final AnswerCheck check;

  /** What is wrong with those that were not taken, in the check's own words. */
  private final List<String> known = new ArrayList<>();

  private GivenAnswers(Questions questions, Map<String, String> given, AnswerCheck check) {
    this.questions = questions;
    this.given = given;
    this.check = check;
  }

  /**
   * Adds what was given to these answers; an empty text takes an answer back.
   *
   * @return what is wrong, each with the option that it is about; such an answer is not added
   */
  public static List<String> take(
      Questions questions, Map<String, String> given, Answers answers, AnswerCheck check) {
    return new GivenAnswers(questions, given, check).take(answers);
  }

  /** What is wrong with keys that the command line answers more than once: one would be lost. */
  public static List<String> twice(CommandSpec spec) {
    ParseResult parsed = spec.commandLine().getParseResult();
    if (!parsed.hasMatchedOption(OPTION)) {
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    return parsed.matchedOption(OPTION).originalStringValues().stream()
        .map(text -> text.replaceFirst("=(?s).*", ""))
        .filter(key -> !seen.add(key))
        .distinct()
        .map(key -> about(key, "it is given more than once; give it once"))
        .toList();
  }

  private List<String> take(Answers answers) {
    List<String> wrong = new ArrayList<>();
    List<String> keys = questions.all().stream().map(Question::key).toList();
    for (String key : given.keySet()) {
      if (!keys.contains(key)) {
        String hint =
            SpellingHint.hint(key, keys)
                + "; "
                + CommandName.words()
                + " init --all asks for every one";
        wrong.add(about(key, "no such value" + hint));
      }
    }
    Answers all = new Answers(answers);
    // In the order of the questions, as a password needs its user.
    for (Question question : questions.all()) {
      String key = question.key();
      String text = given.getOrDefault(key, "");
      if (!text.isEmpty()) {
        objections(question, text, answers, all).forEach(each -> wrong.add(about(key, each)));
      } else if (given.containsKey(key)) {
        questions.prune(answers.put(key, ""));
        questions.prune(all.put(key, ""));
      }
    }
    return wrong;
  }

  private static String about(String key, String objection) {
    return OPTION + " " + key + ": " + objection;
  }

  /**
   * An answer is wrong by itself if it is so beside the right ones and beside all: a password whose
   * user is wrong misses only its user, and a port beside a wrong host is right.
   *
   * @param answers the right ones, to which it is added if it is right
   * @param all also the wrong ones
   */
  private List<String> objections(Question question, String text, Answers answers, Answers all) {
    String key = question.key();
    if (question.kind() == Kind.SECRET && !text.matches("(env|file|credential):.+")) {
      return List.of("say where the password is kept: " + SecretPlace.FORMS);
    }
    List<String> beside = check.objections(answers, key, text);
    List<String> besideAll = new ArrayList<>(check.objections(all, key, text));
    all.put(key, text);
    if (beside.isEmpty()) {
      answers.put(key, text);
      return List.of();
    }
    known.forEach(besideAll::remove);
    known.addAll(besideAll);
    return besideAll;
  }
}
