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
   * -jar} with the name of the jar.
   */
  public static String words() {
    String launcher = Printable.line(System.getProperty(PROPERTY, ""));
    return launcher.isEmpty() ? "java -jar " + ShellWord.of(jar()) : ShellWord.of(launcher);
  }

  /** The file that this class was loaded from; classes in a folder have the usual name. */
  private static String jar() {
    CodeSource source = CommandName.class.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    try {
      String path = place == null ? null : place.toURI().getPath();
      return path != null && path.endsWith(".jar")
          ? Printable.line(path.substring(path.lastIndexOf('/') + 1))
          : JAR;
    } catch (URISyntaxException e) {
      return JAR;
    }
  }
}
