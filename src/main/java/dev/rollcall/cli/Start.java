package dev.rollcall.cli;

/**
 * The jar's entry: starts {@link Main}, or says which Java is needed. It is compiled for Java 8, so
 * that an older Java than Rollcall's own reads it.
 */
public final class Start {
  /** The version of class files (JVMS §4.1) that the rest of the jar has: that of Java 17. */
  private static final int NEEDED = 61;

  private Start() {}

  /** Runs the command line, or ends with exit code 2 where this Java is too old. */
  public static void main(String[] args) {
    String complaint =
        complaint(
            System.getProperty("java.class.version", "0"),
            System.getProperty("java.version", ""),
            System.getProperty("java.home", ""));
    if (!complaint.isEmpty()) {
      System.err.println(complaint);
      System.exit(2);
    }
    Main.main(args);
  }

  /**
   * What a person must do; empty if this Java is new enough.
   *
   * @param classes the version of class files that it reads, such as {@code 52.0}
   * @param version its own, such as {@code 1.8.0_412}
   * @param home the folder that it is in
   */
  static String complaint(String classes, String version, String home) {
    int dot = classes.indexOf('.');
    return Integer.parseInt(dot < 0 ? classes : classes.substring(0, dot)) >= NEEDED
        ? ""
        : "Rollcall needs Java 17 or newer; this is Java "
            + version
            + " ("
            + home
            + "): install a newer one, or use the package of Rollcall that has its own.";
  }
}
