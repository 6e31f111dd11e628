/** Pipelines and stages as a fresh portal has them, and a second pipeline of deals. */
interface CrmStage {
  id: string;
  name: string;
  /** S = won (of an invoice: paid), F = lost. */
  semantics: 'S' | 'F' | null;
}

export interface CrmPipeline {
  entityTypeId: number;
  categoryId: number;
  name: string;
  isDefault: boolean;
  /** `ENTITY_ID` of the stages in `crm.status.list`. */
  dictionary: string;
  stages: readonly CrmStage[];
}

const deal = (prefix: string): CrmStage[] => [
  { id: `${prefix}NEW`, name: 'Новая', semantics: null },
  { id: `${prefix}EXECUTING`, name: 'В работе', semantics: null },
  { id: `${prefix}FINAL_INVOICE`, name: 'Финальный счёт', semantics: null },
  { id: `${prefix}WON`, name: 'Сделка успешна', semantics: 'S' },
  { id: `${prefix}LOSE`, name: 'Сделка провалена', semantics: 'F' },
];

export const crmPipelines: readonly CrmPipeline[] = [
  {
    entityTypeId: 2,
    categoryId: 0,
    name: 'Общая',
    isDefault: true,
    dictionary: 'DEAL_STAGE',
    stages: deal(''),
  },
  {
    entityTypeId: 2,
    categoryId: 5,
    name: 'Поддержка',
    isDefault: false,
    dictionary: 'DEAL_STAGE_5',
    stages: deal('C5:'),
  },
  {
    entityTypeId: 31,
    categoryId: 3,
    name: 'Счета',
    isDefault: true,
    dictionary: 'SMART_INVOICE_STAGE_3',
    stages: [
      { id: 'DT31_3:N', name: 'Новый', semantics: null },
      { id: 'DT31_3:S', name: 'Отправлен клиенту', semantics: null },
      { id: 'DT31_3:P', name: 'Оплачен', semantics: 'S' },
      { id: 'DT31_3:D', name: 'Не оплачен', semantics: 'F' },
    ],
  },
];

/** The pipeline a stage stands in; undefined for a stage that nobody knows. */
export function pipelineOf(entityTypeId: number, stageId: string): CrmPipeline | undefined {
  return crmPipelines.find(
    (pipeline) =>
      pipeline.entityTypeId === entityTypeId && pipeline.stages.some((stage) => stage.id === stageId),
  );
}

export function semanticsOf(entityTypeId: number, stageId: string): 'P' | 'S' | 'F' {
  const stages = pipelineOf(entityTypeId, stageId)?.stages ?? [];
  return stages.find((stage) => stage.id === stageId)?.semantics ?? 'P';
}
