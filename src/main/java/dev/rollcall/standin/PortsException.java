package dev.rollcall.standin;

import java.io.IOException;
import java.util.List;

/** Some of the ports could not be opened; the message names all of them and the remedy. */
public final class PortsException extends IOException {
  private static final long serialVersionUID = 1;

  PortsException(List<PortProblem> troubles) {
    super(
        PortProblem.say(
            troubles,
            System.getProperty("os.name", ""),
            ProcessHandle.current().info().command().orElse("JAVA_HOME/bin/java")));
  }
}
