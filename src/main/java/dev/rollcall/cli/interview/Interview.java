package dev.rollcall.cli.interview;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.setup.AnswerCheck;
import dev.rollcall.setup.Answers;
import dev.rollcall.setup.Defaults;
import dev.rollcall.setup.DraftFile;
import dev.rollcall.setup.Question;
import dev.rollcall.setup.Questions;
import dev.rollcall.text.Wrap;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one question after the other. Each answer is checked as it is given, and kept in the draft
 * before the next question.
 */
public final class Interview {
  private static final int WIDTH = 78;

  private final Questions questions;
  private final Answers answers;
  private final Dialogue dialogue;
  private final Defaults defaults;
  private final AnswerCheck check;
  private final DraftFile draft;
  private final Passwords passwords;
  private final PrintStream out;

  /** What was asked, or needs not be asked. */
  private final Set<String> done = new HashSet<>();

  /** What was asked here, the last one first. */
  private final Deque<Question> asked = new ArrayDeque<>();

  /**
   * An interview that goes on with these answers, and adds to them.
   *
   * @param given what needs not be asked
   */
  public Interview(
      Questions questions,
      Answers answers,
      Set<String> given,
      Dialogue dialogue,
      Defaults defaults,
      AnswerCheck check,
      DraftFile draft,
      PrintStream out) {
    this.questions = questions;
    this.answers = answers;
    this.dialogue = dialogue;
    this.defaults = defaults;
    this.check = check;
    this.draft = draft;
    this.out = out;
    this.passwords = new Passwords(draft, dialogue, out);
    done.addAll(given);
  }

  /** After the questions of a section, such as {@code sql}. */
  @FunctionalInterface
  public interface Answered {
    void after(String section, Answers answers)
        throws IOException, InterruptedException, ComplaintException;
  }

  private static String section(Question question) {
    return question.key().split("\\.", 2)[0];
  }

  /**
   * Asks until nothing is left to ask.
   *
   * @param every also what is rarely needed
   * @return whether it came to the end; else the user left
   * @throws IOException if the draft cannot be written
   */
  public boolean run(boolean every, Answered answered)
      throws IOException, InterruptedException, ComplaintException {
    questions.asked(answers, every).stream()
        .filter(question -> done.contains(question.key()))
        .forEach(asked::push);
    while (true) {
      List<Question> asking = questions.asked(answers, every);
      Optional<Question> next =
          asking.stream().filter(question -> !done.contains(question.key())).findFirst();
      String section = next.map(Interview::section).orElse("");
      if (!asked.isEmpty() && !section.equals(section(asked.peek()))) {
        answered.after(section(asked.peek()), answers);
      }
      if (next.isEmpty()) {
        return true;
      }
      Question question = next.get();
      int number = asking.indexOf(question) + 1;
      explain(question, number + "/" + asking.size());
      Step step = ask(question);
      if (step == Step.LEAVE) {
        return false;
      }
      if (step == Step.BACK) {
        back();
        continue;
      }
      done.add(question.key());
      asked.push(question);
      draft.write(answers, done);
    }
  }

  private enum Step {
    ON,
    BACK,
    LEAVE
  }

  private void back() {
    if (asked.isEmpty()) {
      out.println("  This is the first question.");
    } else {
      done.remove(asked.pop().key());
    }
  }

  private void explain(Question question, String number) {
    out.println();
    String places =
        question.kind() == Kind.SECRET
            ? "Where it is kept: " + Passwords.FORMS + ". Empty: no login is tried."
            : question.where();
    lines(0, number + "  " + question.about() + " " + places);
  }

  private void lines(int indent, String text) {
    Wrap.lines(text.strip(), WIDTH - indent)
        .forEach(line -> out.println(" ".repeat(indent) + line));
  }

  /** Asks until the answer is right. */
  private Step ask(Question question) {
    Optional<Defaults.Default> suggested = suggested(question);
    while (true) {
      Optional<String> line =
          dialogue.line(prompt(question, suggested), question.kind() != Kind.SECRET);
      if (line.isEmpty()) {
        return Step.LEAVE;
      }
      String text = line.get();
      switch (text) {
        case "<" -> {
          return Step.BACK;
        }
        case "?" -> more(question);
        default -> {
          String chosen = text.isEmpty() ? suggested.map(Defaults.Default::text).orElse("") : text;
          if (taken(question, chosen.equals("-") ? "" : chosen)) {
            return Step.ON;
          }
        }
      }
    }
  }

  /** An earlier answer first. */
  private Optional<Defaults.Default> suggested(Question question) {
    return answers
        .get(question.key())
        .map(text -> new Defaults.Default(text, "your answer"))
        .or(() -> defaults.of(question, answers));
  }

  private static String prompt(Question question, Optional<Defaults.Default> suggested) {
    String bracket =
        suggested
            .map(
                one ->
                    " [" + one.text() + (one.from().isEmpty() ? "" : ", from " + one.from()) + "]")
            .orElse("");
    return question.key() + bracket + ": ";
  }

  private void more(Question question) {
    if (!question.choices().isEmpty()) {
      lines(2, "One of " + String.join(", ", question.choices()) + ".");
    }
    if (!question.example().isEmpty()) {
      lines(2, "For example: " + question.example());
    }
    if (question.several()) {
      lines(2, "Several are separated by commas.");
    }
    lines(2, question.needed(answers) ? "It is required." : "It may be left empty.");
  }

  /** Takes the answer if it is right; says why if not. */
  private boolean taken(Question question, String text) {
    String key = question.key();
    if (text.isEmpty()) {
      if (question.needed(answers)) {
        lines(2, "It is required" + example(question) + ". '?' says more; Ctrl-D leaves.");
        return false;
      }
      clear(key);
      return true;
    }
    Optional<String> answer =
        question.kind() == Kind.SECRET ? Passwords.place(text) : Optional.of(text);
    if (answer.isEmpty()) {
      lines(2, "Do not type the password here, but where it is kept: " + Passwords.FORMS + ".");
      return false;
    }
    List<String> wrong = check.objections(answers, key, answer.get());
    wrong.forEach(each -> lines(2, each));
    if (!wrong.isEmpty() || (question.kind() == Kind.SECRET && !passwords.ready(answer.get()))) {
      return false;
    }
    answers.put(key, answer.get().equals(question.fallback()) ? "" : answer.get());
    return true;
  }

  /** With it go the answers that make no sense without. */
  private void clear(String key) {
    answers.put(key, "");
    done.removeAll(questions.prune(answers));
  }

  private static String example(Question question) {
    return question.example().isEmpty() ? "" : ", for example " + question.example();
  }
}
