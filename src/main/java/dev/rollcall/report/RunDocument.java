package dev.rollcall.report;

import dev.rollcall.model.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The run as a JSON document: everything that was observed, so that every other report can be
 * rendered from it later. {@code checks/schema/run.schema.json} describes it.
 *
 * <p>Keys stand in a fixed order and are always there, {@code null} where there is no value.
 * Durations are seconds as plain decimals, exact to the nanosecond; instants are ISO 8601 in UTC;
 * addresses are literals; ports are {@code 636/tcp}; alternatives are told apart by {@code type}.
 * The document is ASCII: everything else is escaped, so that it is safe to look at and loses
 * nothing. What was written reads back as an equal run.
 */
public final class RunDocument {
  /** The value of {@code format}. */
  public static final String FORMAT = "rollcall.run";

  /** The value of {@code version}: raised by every change that an older reader would refuse. */
  public static final int VERSION = 1;

  /** The largest document that is read, in bytes. */
  public static final int LIMIT = 64 << 20;

  private RunDocument() {}

  /** The document, ending in a line feed. */
  public static byte[] write(Run run) {
    byte[] json = RunJson.MAPPER.writeValueAsBytes(Document.of(run));
    byte[] whole = Arrays.copyOf(json, json.length + 1);
    whole[json.length] = '\n';
    return whole;
  }

  /**
   * Reads a document, strictly: unknown or missing keys are errors. No name is looked up.
   *
   * @throws IOException with a sentence for the user that names the file and the place in it
   */
  public static Run read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          Printable.line(file.toString()) + ": this is a folder: name the run document in it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException(Printable.line(file.toString()) + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(Printable.line(file.toString()) + ": this user may not read it", e);
    }
  }

  /**
   * Reads a document from a stream, at most {@link #LIMIT} bytes of it.
   *
   * @param name what messages call it
   * @throws IOException as {@link #read(Path)} does
   */
  public static Run read(InputStream in, String name) throws IOException {
    String shown = Printable.line(name);
    byte[] json = in.readNBytes(LIMIT + 1);
    if (json.length > LIMIT) {
      throw new IOException(
          shown + ": larger than " + (LIMIT >> 20) + " MiB, which no run document is");
    }
    try {
      checkVersion(json, shown);
      return RunJson.MAPPER.readValue(json, Document.class).run();
    } catch (JacksonException e) {
      throw new IOException(shown + place(e) + ": " + complaint(e), e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IOException(shown + ": not a run document: " + Printable.line("" + e, 300), e);
    }
  }

  /** First of all, so that another version is called that, and not a list of unknown keys. */
  private static void checkVersion(byte[] json, String shown) throws IOException {
    String format = "";
    String version = "";
    try (JsonParser parser = RunJson.MAPPER.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = parser.currentName();
          JsonToken value = parser.nextToken();
          if (key.equals("format") && value == JsonToken.VALUE_STRING) {
            format = parser.getString();
          } else if (key.equals("version") && value.isScalarValue()) {
            version = parser.getString();
          } else {
            parser.skipChildren();
          }
        }
      }
    }
    if (!format.equals(FORMAT)) {
      throw new IOException(
          shown + ": not a run document: its \"format\" is not \"" + FORMAT + "\"");
    }
    if (!version.equals(Integer.toString(VERSION))) {
      throw new IOException(
          shown
              + ": run document version "
              + Printable.line(version, 20)
              + ", this Rollcall reads version "
              + VERSION
              + ": read it with the Rollcall that wrote it, or a newer one");
    }
  }

  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : ":" + location.getLineNr() + ":" + location.getColumnNr();
  }

  private static String complaint(JacksonException e) {
    String path = Complaint.path(e);
    return "not a run document: "
        + (path.isEmpty() ? "" : path + ": ")
        + Printable.line(Complaint.sentence(e), 300);
  }
}
