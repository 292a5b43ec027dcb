package dev.rollcall.campus.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.sql.SQLException;
import java.util.Properties;

/** Microsoft's driver in a process of its own, for a namespace: says how a login ended. */
public final class SqlLogin {
  private SqlLogin() {}

  /** Arguments: what follows {@code jdbc:sqlserver://}, user, password. */
  public static void main(String[] args) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", args[1]);
    properties.setProperty("password", args[2]);
    String url =
        "jdbc:sqlserver://"
            + args[0]
            + ";encrypt=true;trustServerCertificate=true;loginTimeout=20;connectRetryCount=0";
    try {
      new SQLServerDriver().connect(url, properties).close();
      System.out.println("logged in");
    } catch (SQLServerException e) {
      String server = e.getSQLServerError() == null ? "" : e.getSQLServerError().getServerName();
      System.out.println(e.getErrorCode() + " from " + server + ": " + e.getMessage());
    }
  }
}
