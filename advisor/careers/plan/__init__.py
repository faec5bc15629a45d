"""A sourced plan from the role that a person has to the role that they want."""

from advisor.careers.plan.making import make_plan
from advisor.careers.plan.values import CertificationAdvice, Line, Plan, PlanRequest, PlanStage

__all__ = ["CertificationAdvice", "Line", "Plan", "PlanRequest", "PlanStage", "make_plan"]
