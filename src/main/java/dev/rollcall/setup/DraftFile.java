package dev.rollcall.setup;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.YamlReader;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.files.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The answers so far, beside the site file that they are for: a site file itself, written anew
 * after each answer, so that nothing is lost whenever the questions end.
 */
public final class DraftFile {
  /** Begins a comment with the keys that were asked. */
  private static final String ASKED = "# asked: ";

  private final Path site;
  private final Path file;
  private final Questions questions;

  /**
   * The draft of a site file; nothing is read or written yet.
   *
   * @param site the site file
   */
  public DraftFile(Path site, Questions questions) {
    this.site = site;
    this.file = site.resolveSibling(site.getFileName() + ".draft");
    this.questions = questions;
  }

  public Path file() {
    return file;
  }

  /** The folder of both files. */
  public Path folder() {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
  }

  /** Both files, absolute. */
  public List<Path> files() {
    return List.of(site.toAbsolutePath().normalize(), file.toAbsolutePath().normalize());
  }

  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * What a draft holds.
   *
   * @param asked the keys of the questions that were asked, with an answer or without
   */
  public record Draft(Answers answers, Set<String> asked) {
    public Draft {
      asked = Set.copyOf(asked);
    }
  }

  /**
   * The draft.
   *
   * @throws ComplaintException if it has something that is not an answer
   * @throws IOException with a sentence for the user
   */
  public Draft read() throws IOException, ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    byte[] bytes;
    try (InputStream in = InputFile.open(file)) {
      bytes = in.readNBytes(YamlReader.LARGEST + 1);
    } catch (IOException e) {
      throw new IOException(InputFile.notRead(file, e), e);
    }
    Answers answers = new Answers();
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    // A draft without an answer has comments only.
    if (!lines.stream().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
      YamlReader.read(bytes, complaints).ifPresent(root -> add("", root, answers, complaints));
    }
    complaints.throwIfAny();
    Set<String> asked = new HashSet<>();
    lines.stream()
        .filter(line -> line.startsWith(ASKED))
        .flatMap(line -> Arrays.stream(line.substring(ASKED.length()).split(" ")))
        .filter(key -> questions.find(key).isPresent())
        .forEach(asked::add);
    return new Draft(answers, asked);
  }

  private void add(String key, Node node, Answers answers, Complaints complaints) {
    List<String> parts = new ArrayList<>();
    boolean secret = questions.find(key).filter(each -> each.kind() == Kind.SECRET).isPresent();
    if (node instanceof Node.Mapping mapping && secret) {
      mapping
          .entries()
          .forEach(
              (place, entry) -> {
                if (entry.value() instanceof Node.Scalar scalar) {
                  parts.add(place + ":" + scalar.text());
                }
              });
    } else if (node instanceof Node.Mapping mapping) {
      String prefix = key.isEmpty() ? "" : key + ".";
      mapping
          .entries()
          .forEach((name, entry) -> add(prefix + name, entry.value(), answers, complaints));
      return;
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        parts.add(item instanceof Node.Scalar scalar ? scalar.text() : "");
      }
    } else if (node instanceof Node.Scalar scalar) {
      parts.add(scalar.text());
    }
    if (questions.find(key).isEmpty() || parts.isEmpty() || parts.contains("")) {
      complaints.add(
          node.mark(),
          "'"
              + key
              + "' is nothing that init asks for; finish this file by hand and rename it, or delete"
              + " it to begin anew");
      return;
    }
    answers.put(key, String.join(", ", parts));
  }

  /**
   * Writes the answers.
   *
   * @param asked as {@link Draft} has it
   */
  public void write(Answers answers, Set<String> asked) throws IOException {
    String text =
        SiteFileText.of(questions, answers) + "\n" + ASKED + String.join(" ", asked) + "\n";
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file that a person waits for.
   *
   * @throws IOException with a sentence for the user
   */
  public static void write(Path file, byte[] text) throws IOException {
    try {
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new IOException("the file could not be written: " + e.getMessage(), e);
    }
  }

  /** Takes it away, once the site file is there. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
