package dev.rollcall.text;

import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;

/** How Rollcall is called on this host, for texts that tell what to type next. */
public final class CommandName {
  /** The launcher's own name, as it was typed. */
  private static final String PROPERTY = "rollcall.command";

  private static final String JAR = "rollcall.jar";

  private CommandName() {}

  /**
   * What a shell takes before Rollcall's own words: the launcher, as it was called, or {@code java
   * -jar} with the path of the jar, as it was called.
   */
  public static String words() {
    String launcher = Printable.line(System.getProperty(PROPERTY, ""));
    return launcher.isEmpty()
        ? "java -jar " + ShellWord.of(jar(System.getProperty("java.class.path", ""), place()))
        : ShellWord.of(launcher);
  }

  /**
   * The jar as the caller gave it, so that the words work where they are read.
   *
   * @param given the class path, which {@code java -jar} makes of the jar's path
   * @param place where this class was loaded from; if that is a folder, the jar has its usual name
   */
  static String jar(String given, String place) {
    if (!place.endsWith(".jar")) {
      return JAR;
    }
    // One entry alone is this jar, also where it is a link to it.
    boolean alone =
        given.endsWith(".jar") && !given.contains(System.getProperty("path.separator", ":"));
    // Java takes slashes on Windows too, and no shell there takes what ShellWord quotes.
    return Printable.line(
        alone
            ? given.replace(System.getProperty("file.separator", "/"), "/")
            : place.substring(place.lastIndexOf('/') + 1));
  }

  private static String place() {
    CodeSource source = CommandName.class.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    try {
      String path = place == null ? null : place.toURI().getPath();
      return path == null ? "" : path;
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
